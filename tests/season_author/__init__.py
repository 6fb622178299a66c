"""The author of the season that ships with Panitia: mails, forms and ballots together with their oracle.

Nothing here imports the product. What is expected follows by rule from what this code put into the files.
"""
