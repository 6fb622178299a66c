"""What formulas show: reading them, working them out over a workbook, and keeping their references right."""
