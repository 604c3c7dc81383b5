"""Between Gnosis Ramp's JSON and rampkit's values: pure functions, one file a noun."""
