"""The Drive API of the rehearsal workspace; `methods.py` registers what is built of it."""
