-- A certificate may stand in several lists of one authority.
DROP TABLE listed_revocation;
CREATE TABLE listed_revocation (
    certificate  BYTEA   NOT NULL,
    issuer       BYTEA   NOT NULL REFERENCES revocation_list (issuer) ON DELETE CASCADE,
    PRIMARY KEY (certificate, issuer)
);
