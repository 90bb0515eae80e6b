// Every practice card: what the desk must see, and how many tries the patient must have left.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atDesk } from '../support/story.mjs';

// Cards that answer after the right PIN.
const ANSWERED = [
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

for (const [card, face] of ANSWERED) {
  test(`${card} is shown as ${face}`, atDesk(async (desk) => {
    await desk.put(card);
    await desk.types('1234');
    await desk.shows(face);
    await desk.hasTriesLeft(3);
  }));
}

// Cards that are refused before a PIN is asked for, with their codes.
const REFUSED = [
  ['past-grace', 'unconfirmed', 'CERT-EXPIRED', 3],
  ['not-yet-valid', 'unconfirmed', 'CERT-NOT-YET-VALID', 3],
  ['wrong-ca', 'unconfirmed', 'CERT-UNKNOWN-ISSUER', 3],
  ['pin-blocked', 'unconfirmed', 'CARD-PIN-UNUSABLE', 0],
  ['face-authentication', 'unconfirmed', 'CARD-PIN-UNUSABLE', 0],
];

for (const [card, face, code, tries] of REFUSED) {
  test(`${card} is refused with ${code}, no try is spent`, atDesk(async (desk) => {
    await desk.put(card);
    await desk.shows(face);
    assert.equal(await desk.code(), code);
    await desk.hasTriesLeft(tries);
  }));
}

test('a revoked card is refused by the gateway', atDesk(async (desk) => {
  await desk.put('revoked');
  await desk.types('1234');
  await desk.shows('unconfirmed');
  assert.equal(await desk.code(), 'GATE-REVOKED');
  await desk.hasTriesLeft(3);
}));

test('a card that is no My Number Card is told apart', atDesk(async (desk) => {
  await desk.put('not-my-number');
  await desk.shows('unreadable');
  assert.equal(await desk.code(), 'CARD-NOT-MY-NUMBER');
}));

test('every card of the bench stands in a table here', atDesk(async (desk) => {
  const options = await desk.page.locator('#bench-card option').all();
  const onBench = await Promise.all(options.map((option) => option.getAttribute('value')));
  const tables = [...ANSWERED, ...REFUSED].map(([card]) => card);
  const here = [...tables, 'revoked', 'not-my-number', 'one-try-left'];
  assert.deepEqual(onBench.toSorted(), here.toSorted());
}));
