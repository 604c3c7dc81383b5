"""What is asked of Gnosis Ramp, and in which order: one file a noun."""
