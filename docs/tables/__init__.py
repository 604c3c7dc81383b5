"""The tables of the documentation, one noun a file."""
