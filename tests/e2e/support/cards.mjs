// The practice cards: what the desk must see, and how many tries must be left.

// Cards that answer after the right PIN.
export const ANSWERED = [
  ['valid-adult', 'valid'],
  ['grace', 'valid-renew'],
  ['android-phone', 'valid'],
  ['p384-future', 'valid'],
  ['family-branch-02', 'valid'],
  ['late-elderly', 'valid'],
  ['elderly-70-74', 'valid'],
  ['limit-application', 'valid'],
  ['new-eligibility', 'invalid-new-eligibility'],
  ['no-eligibility', 'no-eligibility'],
  ['multiple', 'multiple'],
  ['medical-assistance', 'valid'],
  ['expiry-notice', 'valid'],
  ['replaced-character', 'valid'],
  ['sex-on-back', 'valid'],
  ['padded-insurer', 'valid'],
  ['invalid', 'invalid'],
  ['person-error', 'unconfirmed'],
  ['file-error', 'unconfirmed'],
  ['unknown-code', 'unconfirmed'],
];

// Cards that are refused before a PIN is asked for, with their codes.
export const REFUSED = [
  ['past-grace', 'unconfirmed', 'CERT-EXPIRED', 3],
  ['not-yet-valid', 'unconfirmed', 'CERT-NOT-YET-VALID', 3],
  ['wrong-ca', 'unconfirmed', 'CERT-UNKNOWN-ISSUER', 3],
  ['pin-blocked', 'unconfirmed', 'CARD-PIN-UNUSABLE', 0],
  ['face-authentication', 'unconfirmed', 'CARD-PIN-UNUSABLE', 0],
];
