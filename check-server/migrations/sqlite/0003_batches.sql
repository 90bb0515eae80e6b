-- Rows without an order of their own get one: the newest is told by its place.
-- Open challenges are dropped; a gateway drops them at every start.
DROP TABLE challenge;
CREATE TABLE challenge (
    place        INTEGER PRIMARY KEY AUTOINCREMENT,
    id           TEXT    NOT NULL UNIQUE,
    nonce        BLOB    NOT NULL,
    origin       TEXT    NOT NULL,
    facility     TEXT    NOT NULL,
    terminal     TEXT    NOT NULL,
    context      TEXT    NOT NULL,  -- what the card signs, as JSON
    created_at   INTEGER NOT NULL,  -- seconds since 1970
    expires_at   INTEGER NOT NULL
) STRICT;

CREATE INDEX challenge_by_terminal ON challenge (facility, terminal);

-- The record becomes a chain. Lines from before are taken into it at the next start.
ALTER TABLE audit RENAME TO audit_before_chain;
CREATE TABLE audit (
    place        INTEGER NOT NULL PRIMARY KEY,  -- without gaps
    at           INTEGER NOT NULL,
    id           TEXT    NOT NULL,
    action       TEXT    NOT NULL,
    facility     TEXT,
    terminal     TEXT,
    auth_method  TEXT,
    outcome      TEXT    NOT NULL,
    amount       INTEGER,
    digest       BLOB    NOT NULL   -- SHA-256 over the digest before and this line
) STRICT;

-- Where the chain begins, after retention has shortened it, and where it ends.
CREATE TABLE audit_ends (
    one          INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    first_place  INTEGER NOT NULL,
    first_digest BLOB    NOT NULL,  -- of the line before the first one
    last_place   INTEGER NOT NULL,
    last_digest  BLOB    NOT NULL
) STRICT;
INSERT INTO audit_ends VALUES (1, 1, zeroblob(32), 0, zeroblob(32));

-- The numbers of an insurance under which a person is found, folded for comparison.
CREATE TABLE insured (
    insurer      TEXT    NOT NULL,
    symbol       TEXT    NOT NULL,  -- empty if there is none
    number       TEXT    NOT NULL,
    branch       TEXT    NOT NULL,  -- empty if there is none
    birthdate    TEXT    NOT NULL,
    person       INTEGER NOT NULL,  -- the same for all numbers of one person
    header       TEXT    NOT NULL,  -- official elements, as JSON
    body         TEXT    NOT NULL
) STRICT;

CREATE INDEX insured_by_number ON insured (insurer, number, birthdate);

-- What was answered under an Idempotency-Key. Personal; deleted when its time is over.
CREATE TABLE idempotency (
    facility     TEXT    NOT NULL,
    terminal     TEXT    NOT NULL,
    idempotency_key TEXT NOT NULL,
    digest       BLOB    NOT NULL,  -- of method, path and body
    claim        TEXT    NOT NULL,  -- who works on it
    lease_until  INTEGER NOT NULL,  -- by the database's clock
    asked        INTEGER NOT NULL,  -- whether the source may have been asked
    status       INTEGER,           -- absent while it is worked on
    content      TEXT,
    expires_at   INTEGER NOT NULL,
    PRIMARY KEY (facility, terminal, idempotency_key)
) STRICT;

CREATE INDEX idempotency_by_end ON idempotency (expires_at);

CREATE TABLE batch (
    reception_number  TEXT    NOT NULL PRIMARY KEY,
    facility          TEXT    NOT NULL,
    terminal          TEXT    NOT NULL,
    idempotency_key   TEXT    NOT NULL,
    confirmation_date TEXT    NOT NULL,
    received_at       INTEGER NOT NULL,
    state             TEXT    NOT NULL,  -- receiving, waiting, done, failed, over
    total             INTEGER NOT NULL,  -- rows that were accepted
    answer            TEXT,              -- what was answered to the submit, as JSON
    receipt           TEXT,              -- of a source that takes batches as a whole
    handed            INTEGER NOT NULL,  -- whether it may have been handed over
    worker            TEXT,
    lease_until       INTEGER NOT NULL,  -- by the database's clock
    next_step_at      INTEGER NOT NULL,  -- by the database's clock
    error_code        TEXT,
    error_message     TEXT,
    polled_at         INTEGER NOT NULL,  -- by the database's clock
    expires_at        INTEGER NOT NULL
) STRICT;

CREATE INDEX batch_by_state ON batch (state, received_at);
CREATE INDEX batch_by_key ON batch (facility, terminal, idempotency_key);

CREATE TABLE batch_row (
    batch        TEXT    NOT NULL REFERENCES batch (reception_number) ON DELETE CASCADE,
    place        INTEGER NOT NULL,
    state        TEXT    NOT NULL,  -- waiting, claimed, asked, normal, error
    asked        INTEGER NOT NULL,  -- how often the source was asked
    worker       TEXT,
    lease_until  INTEGER NOT NULL,  -- by the database's clock
    search       TEXT    NOT NULL,
    unit         TEXT,              -- the answer, as JSON
    PRIMARY KEY (batch, place)
) STRICT;

CREATE INDEX batch_row_by_state ON batch_row (state, batch, place);

-- The lists of revoked certificates that authorities publish (RFC 5280, 5).
CREATE TABLE revocation_list (
    issuer       BLOB    NOT NULL PRIMARY KEY,  -- SHA-256 of the issuer's key identifier
    crl_number   TEXT    NOT NULL,              -- hexadecimal
    this_update  INTEGER NOT NULL,
    next_update  INTEGER NOT NULL
) STRICT;

CREATE TABLE listed_revocation (
    certificate  BLOB    NOT NULL PRIMARY KEY,
    issuer       BLOB    NOT NULL REFERENCES revocation_list (issuer) ON DELETE CASCADE
) STRICT;

PRAGMA user_version = 3;
