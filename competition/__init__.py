"""The rules of the competition: frozen values in, frozen values out; no clock, no network, no files."""
