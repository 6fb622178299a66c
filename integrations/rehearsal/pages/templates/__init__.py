"""The HTML of the pages and their one stylesheet."""
