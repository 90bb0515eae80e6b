// Every practice card: what the desk must see, and how many tries the patient must have left.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ANSWERED, REFUSED } from '../support/cards.mjs';
import { atDesk } from '../support/story.mjs';

for (const [card, face] of ANSWERED) {
  test(`${card} is shown as ${face}`, atDesk(async (desk) => {
    await desk.put(card);
    await desk.types('1234');
    await desk.shows(face);
    await desk.hasTriesLeft(3);
  }));
}

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
