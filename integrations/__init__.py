"""The world: Google's APIs, the workbook, the documents agencies send, and the rehearsal workspace."""
