"""How a connection is doing: whom to leave alone for a while, and how fast to ask. Time is always given."""
