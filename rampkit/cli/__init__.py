"""The command line: one module per command; tables and JSON are made in `rampkit.cli.rendering`."""
