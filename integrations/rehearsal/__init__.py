"""A Google Workspace stand-in on loopback: Gmail, Drive, Sheets and Forms for a dress rehearsal of the competition."""
