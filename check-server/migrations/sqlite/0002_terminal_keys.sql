-- A code that enrols a terminal. Taken and deleted in one statement.
CREATE TABLE activation (
    code         BLOB    NOT NULL PRIMARY KEY,  -- SHA-256: the code itself is a secret
    facility     TEXT    NOT NULL,
    terminal     TEXT    NOT NULL,
    expires_at   INTEGER NOT NULL               -- seconds since 1970
) STRICT;

-- The key of an enrolled terminal.
CREATE TABLE terminal_key (
    facility     TEXT    NOT NULL,
    terminal     TEXT    NOT NULL,
    public_key   BLOB    NOT NULL,              -- uncompressed point on P-256
    enrolled_at  INTEGER NOT NULL,
    PRIMARY KEY (facility, terminal)
) STRICT;

PRAGMA user_version = 2;
