"""What commands print: each subject as JSON for programs and as tables for people."""
