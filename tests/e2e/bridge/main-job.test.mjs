// Patients served over the bridge: extension, host, PC/SC, card.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, afterEach, before, test } from 'node:test';
import { ANSWERED, REFUSED } from '../support/cards.mjs';
import { READERS, Rig, until } from '../support/rig.mjs';

let rig;
let desk;

before(async () => {
  rig = await Rig.start();
  desk = await rig.desk();
  await rig.ready(desk);
});
after(() => rig?.end());

afterEach(async () => {
  if (!desk.page.isClosed()) {
    await nextPatient();
  }
});

async function nextPatient() {
  await rig.take();
  await rig.take(1);
  await desk.page.locator('.chip', { hasNotText: 'カードあり' }).waitFor();
  await desk.press('Escape');
  await desk.waits();
}

for (const [card, face] of ANSWERED) {
  test(`${card} is shown as ${face}`, async () => {
    rig.put(card);
    await desk.types('1234');
    await desk.shows(face);
    assert.equal(rig.tries(card), 3);
  });
}

for (const [card, face, code, tries] of REFUSED) {
  test(`${card} is refused with ${code}, no try is spent`, async () => {
    rig.put(card);
    await desk.shows(face);
    assert.equal(await desk.code(), code);
    assert.equal(rig.tries(card, tries), tries);
  });
}

test('a revoked card is refused by the gateway', async () => {
  rig.put('revoked');
  await desk.types('1234');
  await desk.shows('unconfirmed');
  assert.equal(await desk.code(), 'GATE-REVOKED');
  assert.equal(rig.tries('revoked'), 3);
});

test('the last try is asked for twice, and can be refused', async () => {
  rig.put('one-try-left');
  await desk.page.locator('.pin--question [data-kind="primary"]').click();
  await desk.waits();
  assert.equal(rig.tries('one-try-left', 1), 1);
  await rig.take();
  await desk.page.locator('.chip', { hasNotText: 'カードあり' }).waitFor();
  rig.put('one-try-left');
  await desk.page.locator('.pin--question [data-kind="danger"]').click();
  await desk.types('1234');
  await desk.shows('valid');
  assert.equal(rig.tries('one-try-left'), 3);
});

test('every practice card stands in a table here', () => {
  const list = execFileSync(process.env.VIRTUAL_CARD, ['list'], { encoding: 'utf8' });
  const cards = list.trim().split('\n').map((line) => line.split(/\s/)[0]);
  const tables = [...ANSWERED, ...REFUSED].map(([card]) => card);
  const here = [...tables, 'revoked', 'not-my-number', 'one-try-left'];
  assert.deepEqual(cards.toSorted(), here.toSorted());
});

test('a card that is no My Number Card is told apart', async () => {
  rig.put('not-my-number');
  await desk.shows('unreadable');
  assert.equal(await desk.code(), 'CARD-NOT-MY-NUMBER');
});

test('a wrong PIN costs one try, the last one is asked for twice', async () => {
  rig.put('valid-adult');
  await desk.types('9999');
  await desk.saysTriesLeft(2);
  assert.equal(rig.tries('valid-adult'), 2);
  await desk.types('9999');
  await desk.page.locator('.pin--question [data-kind="danger"]').click();
  await desk.types('1234');
  await desk.shows('valid');
  assert.equal(rig.tries('valid-adult'), 3);
});

test('the chip names the route and the reader with the card, whichever it is', async () => {
  rig.put('valid-adult', 1);
  await desk.asksForPin();
  const chip = await desk.page.locator('.chip').innerText();
  assert.match(chip, /ブリッジ/);
  assert.ok(chip.includes(READERS[1]), chip);
  await desk.types('1234');
  await desk.shows('valid');
});

test('a card that is taken away while the PIN is typed ends the visit', async () => {
  rig.put('valid-adult');
  await desk.asksForPin();
  await rig.take();
  await desk.shows('unreadable');
  assert.equal(await desk.code(), 'LINK-CARD-REMOVED');
  assert.equal(rig.tries('valid-adult'), 3);
});

test('the device check says which way is used, and why', async () => {
  await desk.page.goto(`${desk.site}/#diagnosis`);
  const rung = desk.page.locator('.ladder__rung', { hasText: 'ブリッジ' }).first();
  await rung.waitFor();
  assert.equal(await rung.getAttribute('data-mark'), 'good');
  assert.match(await rung.innerText(), /ブリッジ経由で使っています/);
  await desk.page.goto(`${desk.site}/#reception`);
  await desk.waits();
});

test('a page that goes gives the card up', async () => {
  rig.put('valid-adult');
  await desk.asksForPin();
  await desk.page.reload();
  await desk.asksForPin();
  await desk.types('1234');
  await desk.shows('valid');
  assert.equal(rig.hosts().length > 0, true);
  desk.witness.assertClean();
  await desk.page.close();
  await until('the host ends with its page', () => rig.hosts().length === 0);
});
