-- A challenge that has been given and not yet used. Taken and deleted in one statement.
CREATE TABLE challenge (
    id           TEXT    NOT NULL PRIMARY KEY,
    nonce        BLOB    NOT NULL,
    origin       TEXT    NOT NULL,
    facility     TEXT    NOT NULL,
    terminal     TEXT    NOT NULL,
    context      TEXT    NOT NULL,  -- what the card signs, as JSON
    created_at   INTEGER NOT NULL,  -- seconds since 1970
    expires_at   INTEGER NOT NULL
) STRICT;

CREATE INDEX challenge_by_terminal ON challenge (facility, terminal);

-- The stored answer for the holder of a certificate. The certificate stands as a digest: the serial number
-- in clear would link the person to other systems.
CREATE TABLE person (
    certificate  BLOB    NOT NULL PRIMARY KEY,
    header       TEXT    NOT NULL,  -- official elements, as JSON
    body         TEXT    NOT NULL
) STRICT;

CREATE TABLE revocation (
    certificate  BLOB    NOT NULL PRIMARY KEY
) STRICT;

-- What was asked by whom and how it ended; nothing about whom it was asked.
CREATE TABLE audit (
    id           TEXT    NOT NULL PRIMARY KEY,
    at           INTEGER NOT NULL,
    facility     TEXT,              -- unknown if no challenge was found
    terminal     TEXT,
    auth_method  TEXT,
    outcome      TEXT    NOT NULL   -- name of the verdict, or code of the refusal
) STRICT;

PRAGMA user_version = 1;
