"""What is asked of Ripio, and in which order: one file a noun."""
