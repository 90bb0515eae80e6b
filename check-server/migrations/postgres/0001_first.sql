-- The same structure as that of SQLite, version 3; instances share it.
-- A challenge that has been given and not yet used. Taken and deleted in one statement.
CREATE TABLE challenge (
    place        BIGINT  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id           TEXT    NOT NULL UNIQUE,
    nonce        BYTEA   NOT NULL,
    origin       TEXT    NOT NULL,
    facility     TEXT    NOT NULL,
    terminal     TEXT    NOT NULL,
    context      TEXT    NOT NULL,  -- what the card signs, as JSON
    created_at   BIGINT  NOT NULL,  -- seconds since 1970
    expires_at   BIGINT  NOT NULL
);

CREATE INDEX challenge_by_terminal ON challenge (facility, terminal);

-- What was done by whom and how it ended; nothing about whom it was asked. A chain.
CREATE TABLE audit (
    place        BIGINT  NOT NULL PRIMARY KEY,  -- without gaps
    at           BIGINT  NOT NULL,
    id           TEXT    NOT NULL,
    action       TEXT    NOT NULL,
    facility     TEXT,
    terminal     TEXT,
    auth_method  TEXT,
    outcome      TEXT    NOT NULL,
    amount       BIGINT,
    digest       BYTEA   NOT NULL   -- SHA-256 over the digest before and this line
);

-- Where the chain begins, after retention has shortened it, and where it ends.
CREATE TABLE audit_ends (
    one          BIGINT  NOT NULL PRIMARY KEY CHECK (one = 1),
    first_place  BIGINT  NOT NULL,
    first_digest BYTEA   NOT NULL,  -- of the line before the first one
    last_place   BIGINT  NOT NULL,
    last_digest  BYTEA   NOT NULL
);
INSERT INTO audit_ends VALUES (1, 1, decode(repeat('00', 32), 'hex'), 0, decode(repeat('00', 32), 'hex'));

-- The numbers of an insurance under which a person is found, folded for comparison.
CREATE TABLE insured (
    insurer      TEXT    NOT NULL,
    symbol       TEXT    NOT NULL,  -- empty if there is none
    number       TEXT    NOT NULL,
    branch       TEXT    NOT NULL,  -- empty if there is none
    birthdate    TEXT    NOT NULL,
    person       BIGINT  NOT NULL,  -- the same for all numbers of one person
    header       TEXT    NOT NULL,  -- official elements, as JSON
    body         TEXT    NOT NULL
);

CREATE INDEX insured_by_number ON insured (insurer, number, birthdate);

-- What was answered under an Idempotency-Key. Personal; deleted when its time is over.
CREATE TABLE idempotency (
    facility     TEXT    NOT NULL,
    terminal     TEXT    NOT NULL,
    idempotency_key TEXT NOT NULL,
    digest       BYTEA   NOT NULL,  -- of method, path and body
    claim        TEXT    NOT NULL,  -- who works on it
    lease_until  BIGINT  NOT NULL,  -- by the database's clock
    asked        BIGINT  NOT NULL,  -- whether the source may have been asked
    status       BIGINT,           -- absent while it is worked on
    content      TEXT,
    expires_at   BIGINT  NOT NULL,
    PRIMARY KEY (facility, terminal, idempotency_key)
);

CREATE INDEX idempotency_by_end ON idempotency (expires_at);

CREATE TABLE batch (
    reception_number  TEXT    NOT NULL PRIMARY KEY,
    facility          TEXT    NOT NULL,
    terminal          TEXT    NOT NULL,
    idempotency_key   TEXT    NOT NULL,
    confirmation_date TEXT    NOT NULL,
    received_at       BIGINT  NOT NULL,
    state             TEXT    NOT NULL,  -- receiving, waiting, done, failed, over
    total             BIGINT  NOT NULL,  -- rows that were accepted
    answer            TEXT,              -- what was answered to the submit, as JSON
    receipt           TEXT,              -- of a source that takes batches as a whole
    handed            BIGINT  NOT NULL,  -- whether it may have been handed over
    worker            TEXT,
    lease_until       BIGINT  NOT NULL,  -- by the database's clock
    next_step_at      BIGINT  NOT NULL,  -- by the database's clock
    error_code        TEXT,
    error_message     TEXT,
    polled_at         BIGINT  NOT NULL,  -- by the database's clock
    expires_at        BIGINT  NOT NULL
);

CREATE INDEX batch_by_state ON batch (state, received_at);
CREATE INDEX batch_by_key ON batch (facility, terminal, idempotency_key);

CREATE TABLE batch_row (
    batch        TEXT    NOT NULL REFERENCES batch (reception_number) ON DELETE CASCADE,
    place        BIGINT  NOT NULL,
    state        TEXT    NOT NULL,  -- waiting, claimed, asked, normal, error
    asked        BIGINT  NOT NULL,  -- how often the source was asked
    worker       TEXT,
    lease_until  BIGINT  NOT NULL,  -- by the database's clock
    search       TEXT    NOT NULL,
    unit         TEXT,              -- the answer, as JSON
    PRIMARY KEY (batch, place)
);

CREATE INDEX batch_row_by_state ON batch_row (state, batch, place);

-- The lists of revoked certificates that authorities publish (RFC 5280, 5).
CREATE TABLE revocation_list (
    issuer       BYTEA   NOT NULL PRIMARY KEY,  -- SHA-256 of the issuer's key identifier
    crl_number   TEXT    NOT NULL,              -- hexadecimal
    this_update  BIGINT  NOT NULL,
    next_update  BIGINT  NOT NULL
);

CREATE TABLE listed_revocation (
    certificate  BYTEA   NOT NULL PRIMARY KEY,
    issuer       BYTEA   NOT NULL REFERENCES revocation_list (issuer) ON DELETE CASCADE
);

-- The stored answer for the holder of a certificate. The certificate stands as a digest: the serial number
-- in clear would link the person to other systems.
CREATE TABLE person (
    certificate  BYTEA   NOT NULL PRIMARY KEY,
    header       TEXT    NOT NULL,  -- official elements, as JSON
    body         TEXT    NOT NULL
);

CREATE TABLE revocation (
    certificate  BYTEA   NOT NULL PRIMARY KEY
);

-- A code that enrols a terminal. Taken and deleted in one statement.
CREATE TABLE activation (
    code         BYTEA   NOT NULL PRIMARY KEY,  -- SHA-256: the code itself is a secret
    facility     TEXT    NOT NULL,
    terminal     TEXT    NOT NULL,
    expires_at   BIGINT  NOT NULL               -- seconds since 1970
);

-- The key of an enrolled terminal.
CREATE TABLE terminal_key (
    facility     TEXT    NOT NULL,
    terminal     TEXT    NOT NULL,
    public_key   BYTEA   NOT NULL,              -- uncompressed point on P-256
    enrolled_at  BIGINT  NOT NULL,
    PRIMARY KEY (facility, terminal)
);
