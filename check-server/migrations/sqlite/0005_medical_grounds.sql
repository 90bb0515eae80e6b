-- Which check of a card lets a terminal ask for medical information, for some minutes.
CREATE TABLE medical_grounds (
    audit_id     TEXT    NOT NULL PRIMARY KEY,
    facility     TEXT    NOT NULL,
    terminal     TEXT    NOT NULL,
    certificate  BLOB    NOT NULL,  -- a digest of issuer and serial number
    expires_at   INTEGER NOT NULL   -- seconds since 1970
) STRICT;

CREATE INDEX medical_grounds_by_end ON medical_grounds (expires_at);

PRAGMA user_version = 5;
