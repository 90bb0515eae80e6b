-- A certificate may stand in several lists of one authority.
DROP TABLE listed_revocation;
CREATE TABLE listed_revocation (
    certificate  BLOB    NOT NULL,
    issuer       BLOB    NOT NULL REFERENCES revocation_list (issuer) ON DELETE CASCADE,
    PRIMARY KEY (certificate, issuer)
) STRICT;
