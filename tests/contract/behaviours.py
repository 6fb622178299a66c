"""The twenty ways of Google that naive stand-ins get wrong; a contract names the one it holds fast by its number."""

BEHAVIOURS = {
    1: "gmail: sending replaces the caller's Message-ID; other X- headers survive",
    2: "gmail: the draft id is the key of a sending; a second drafts.send is 404",
    3: "all: an empty list is left out of the answer, except Drive's files",
    4: "gmail: history from an id that is too old is 404, not an empty list",
    5: "gmail: a draft's message has a new id after every update, and another when sent",
    6: "gmail: a reply joins a thread by threadId, citation and subject together",
    7: "gmail: attachment ids change with every look; base64url; never inline",
    8: "gmail: label names clash whatever their case (409); system names are refused (400)",
    9: "all: a batch of more than 100 is 400; refused parts are refused inside a 200",
    10: "all: three families of error envelopes (what a spent quota says: tests/rehearsal/test_weather.py)",
    11: "drive: four fields unless asked for; masks obeyed; int64 as text",
    12: "drive: trashed files are listed; names repeat (the lag of names: tests/rehearsal/test_weather.py)",
    13: "drive: a reserved id makes one file; again is 409 fileIdInUse",
    14: "drive: parents are not written by update; root has an id of its own",
    15: "drive: resumable uploads tell how far they came; LF and CRLF alike",
    16: "drive: a service account has no room; a shared drive's items are for those who ask",
    17: "sheets: an append finds a table; the grid grows by it alone",
    18: "sheets: RAW and USER_ENTERED, serial dates, null and empty text, trimmed ends",
    19: "sheets: batchUpdate whole or not at all; what does not fit the schema is named",
    20: "forms: unpublished at first, title alone, strict filters, stale revisions",
}
