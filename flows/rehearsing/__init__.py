"""The dress rehearsal (gladi bersih): a season played over its own calendar, its people acting under their own names."""
