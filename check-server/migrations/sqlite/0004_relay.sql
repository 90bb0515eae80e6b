-- How far a verifier has come with the card of one challenge. Taken and deleted in one
-- statement, and put back one stage further; at most one for each terminal.
CREATE TABLE relay (
    challenge    TEXT    NOT NULL PRIMARY KEY,
    origin       TEXT    NOT NULL,
    facility     TEXT    NOT NULL,
    terminal     TEXT    NOT NULL,
    stage        TEXT    NOT NULL,
    expires_at   INTEGER NOT NULL,  -- seconds since 1970
    UNIQUE (facility, terminal)
) STRICT;

PRAGMA user_version = 4;
