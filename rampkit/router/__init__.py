"""Many connections behind one interface: two thin faces over one set of scripts."""
