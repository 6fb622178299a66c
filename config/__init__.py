"""What people set: the edition's rulebook, the settings, the letters."""
