"""What a person sees of the workspace in a browser: mail, Drive, spreadsheets, forms, and the requests served."""
