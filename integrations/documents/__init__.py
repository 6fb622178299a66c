"""Documents in and out: raw mails, form responses and files become facts; nothing raises, nothing is lost."""
