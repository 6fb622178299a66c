"""The secretariat's workbook: tabs, headings, who owns which column."""
