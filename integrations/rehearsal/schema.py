"""The tables of the store, made where they are missing, and the columns that tables made earlier lack."""

TABLES = """
CREATE TABLE IF NOT EXISTS meta(key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS blobs(sha TEXT PRIMARY KEY, size INTEGER NOT NULL, md5 TEXT NOT NULL,
    sha1 TEXT NOT NULL, data BLOB NOT NULL);

CREATE TABLE IF NOT EXISTS users(
    email TEXT PRIMARY KEY COLLATE NOCASE, name TEXT NOT NULL, first INTEGER NOT NULL DEFAULT 0,
    service INTEGER NOT NULL DEFAULT 0, public_key TEXT, root TEXT NOT NULL, created TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS tokens(
    token TEXT PRIMARY KEY, email TEXT NOT NULL COLLATE NOCASE, scopes TEXT, expires REAL, kind TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS tokens_of ON tokens(email);

CREATE TABLE IF NOT EXISTS mail(
    user TEXT NOT NULL, id TEXT NOT NULL, thread TEXT NOT NULL, internal_date INTEGER NOT NULL, sha TEXT NOT NULL,
    size INTEGER NOT NULL, history INTEGER NOT NULL, made REAL NOT NULL, PRIMARY KEY(user, id));
CREATE INDEX IF NOT EXISTS mail_threads ON mail(user, thread);
CREATE INDEX IF NOT EXISTS mail_dates ON mail(user, internal_date);
CREATE TABLE IF NOT EXISTS mail_labels(
    user TEXT NOT NULL, message TEXT NOT NULL, label TEXT NOT NULL, PRIMARY KEY(user, message, label)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS mail_labelled ON mail_labels(user, label);
CREATE TABLE IF NOT EXISTS mail_index(
    sha TEXT PRIMARY KEY, sender TEXT NOT NULL, recipients TEXT NOT NULL, cc TEXT NOT NULL, bcc TEXT NOT NULL,
    subject TEXT NOT NULL, words TEXT NOT NULL, filenames TEXT NOT NULL, attachments INTEGER NOT NULL,
    message_id TEXT NOT NULL, cited TEXT NOT NULL, topic TEXT NOT NULL, snippet TEXT NOT NULL,
    delivered TEXT NOT NULL, lists TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS mail_message_ids ON mail_index(message_id);
CREATE TABLE IF NOT EXISTS labels(
    user TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL COLLATE NOCASE, kind TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY(user, id));
CREATE TABLE IF NOT EXISTS drafts(user TEXT NOT NULL, id TEXT NOT NULL, message TEXT NOT NULL, PRIMARY KEY(user, id));
CREATE TABLE IF NOT EXISTS history(
    user TEXT NOT NULL, id INTEGER NOT NULL, kind TEXT NOT NULL, message TEXT NOT NULL, thread TEXT NOT NULL,
    changed TEXT NOT NULL, labels TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS history_order ON history(user, id);
CREATE TABLE IF NOT EXISTS history_marks(user TEXT PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL);

CREATE TABLE IF NOT EXISTS files(
    id TEXT PRIMARY KEY, name TEXT NOT NULL, mime TEXT NOT NULL, parent TEXT, owner TEXT NOT NULL COLLATE NOCASE,
    created TEXT NOT NULL, modified TEXT NOT NULL, modified_by TEXT NOT NULL, trashed INTEGER NOT NULL DEFAULT 0,
    sha TEXT, size INTEGER, version INTEGER NOT NULL DEFAULT 1, made REAL NOT NULL, body TEXT NOT NULL,
    drive TEXT);
CREATE INDEX IF NOT EXISTS files_within ON files(parent);
CREATE INDEX IF NOT EXISTS files_named ON files(name);
CREATE TABLE IF NOT EXISTS permissions(
    file TEXT NOT NULL, id TEXT NOT NULL, type TEXT NOT NULL, role TEXT NOT NULL, email TEXT COLLATE NOCASE,
    domain TEXT COLLATE NOCASE, discoverable INTEGER NOT NULL DEFAULT 0, expires TEXT, pending INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY(file, id));
CREATE INDEX IF NOT EXISTS permissions_of ON permissions(email);
CREATE TABLE IF NOT EXISTS revisions(
    id TEXT PRIMARY KEY, file TEXT NOT NULL, sha TEXT NOT NULL, mime TEXT NOT NULL, modified TEXT NOT NULL,
    modified_by TEXT NOT NULL, body TEXT NOT NULL DEFAULT '{}');
CREATE INDEX IF NOT EXISTS revisions_of ON revisions(file);
CREATE TABLE IF NOT EXISTS comments(
    id TEXT PRIMARY KEY, file TEXT NOT NULL, created TEXT NOT NULL, modified TEXT NOT NULL, body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS comments_on ON comments(file);
CREATE TABLE IF NOT EXISTS approvals(id TEXT PRIMARY KEY, file TEXT NOT NULL, body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS approvals_of ON approvals(file);
CREATE TABLE IF NOT EXISTS shared_drives(
    id TEXT PRIMARY KEY, request TEXT NOT NULL, maker TEXT NOT NULL, created TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS groups(email TEXT PRIMARY KEY COLLATE NOCASE, name TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS group_members(
    member TEXT NOT NULL COLLATE NOCASE, team TEXT NOT NULL COLLATE NOCASE, PRIMARY KEY(member, team));
CREATE VIEW IF NOT EXISTS memberships AS
    WITH RECURSIVE within(member, team) AS (
        SELECT member, team FROM group_members
        UNION SELECT w.member, g.team FROM group_members g JOIN within w ON g.member = w.team)
    SELECT member, team FROM within;
CREATE TABLE IF NOT EXISTS watches(
    id TEXT PRIMARY KEY, owner TEXT NOT NULL, target TEXT NOT NULL, expires TEXT NOT NULL, body TEXT NOT NULL);
-- The last change of each file, and every loss of one by somebody (`who`: a list of addresses).
CREATE TABLE IF NOT EXISTS changes(
    id INTEGER PRIMARY KEY AUTOINCREMENT, file TEXT NOT NULL, removed INTEGER NOT NULL, who TEXT, drive TEXT,
    time TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')));
CREATE TRIGGER IF NOT EXISTS change_timed AFTER INSERT ON changes WHEN EXISTS(SELECT 1 FROM meta WHERE key = 'clock')
    BEGIN UPDATE changes SET time = (SELECT value FROM meta WHERE key = 'clock') WHERE id = NEW.id; END;
CREATE INDEX IF NOT EXISTS changes_of ON changes(file);
CREATE TRIGGER IF NOT EXISTS file_made AFTER INSERT ON files WHEN NEW.parent IS NOT NULL BEGIN
    INSERT INTO changes(file, removed, drive) VALUES(NEW.id, 0, NEW.drive); END;
CREATE TRIGGER IF NOT EXISTS file_changed AFTER UPDATE ON files WHEN NEW.parent IS NOT NULL BEGIN
    DELETE FROM changes WHERE file = NEW.id AND removed = 0;
    INSERT INTO changes(file, removed, drive) VALUES(NEW.id, 0, NEW.drive); END;
CREATE TRIGGER IF NOT EXISTS file_shared AFTER INSERT ON permissions WHEN NEW.role != 'owner' BEGIN
    DELETE FROM changes WHERE file = NEW.file AND removed = 0;
    INSERT INTO changes(file, removed) VALUES(NEW.file, 0); END;
CREATE TABLE IF NOT EXISTS mail_settings(
    user TEXT NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY(user, kind));
CREATE TABLE IF NOT EXISTS uploads(
    id TEXT PRIMARY KEY, email TEXT NOT NULL, method TEXT NOT NULL, path TEXT NOT NULL, query TEXT NOT NULL,
    body TEXT NOT NULL, content_type TEXT NOT NULL, total INTEGER, received INTEGER NOT NULL DEFAULT 0, answer TEXT);
CREATE TABLE IF NOT EXISTS upload_chunks(
    upload TEXT NOT NULL, start INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY(upload, start));

CREATE TABLE IF NOT EXISTS spreadsheets(id TEXT PRIMARY KEY, version INTEGER NOT NULL, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS sheet_blocks(
    spreadsheet TEXT NOT NULL, sheet INTEGER NOT NULL, block INTEGER NOT NULL, data TEXT NOT NULL,
    PRIMARY KEY(spreadsheet, sheet, block)) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS documents(id TEXT PRIMARY KEY, text TEXT NOT NULL, source TEXT);

CREATE TABLE IF NOT EXISTS forms(id TEXT PRIMARY KEY, revision INTEGER NOT NULL, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS responses(
    form TEXT NOT NULL, id TEXT NOT NULL, submitted TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY(form, id));
CREATE TABLE IF NOT EXISTS pending(kind TEXT NOT NULL, due REAL NOT NULL, body TEXT NOT NULL);
"""

# Columns that came later: (table, column, declaration).
LATER = (
    ("permissions", "expires", "TEXT"), ("permissions", "pending", "INTEGER NOT NULL DEFAULT 0"),
    ("files", "drive", "TEXT"), ("documents", "source", "TEXT"), ("blobs", "sha1", "TEXT NOT NULL DEFAULT ''"),
    ("mail_index", "delivered", "TEXT NOT NULL DEFAULT ''"), ("mail_index", "lists", "TEXT NOT NULL DEFAULT ''"),
)  # fmt: skip
