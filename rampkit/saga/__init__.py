"""Creating and executing intents, so that no wish is ever paid twice. Pure: effects in, values out."""
