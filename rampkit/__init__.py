"""rampkit: many crypto on/off-ramp providers behind one typed interface."""
