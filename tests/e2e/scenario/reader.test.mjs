// Readers of every model, and readers that come and go.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atDesk } from '../support/story.mjs';

const USABLE = [
  'extended',
  'extended-271',
  'short',
  'no-interrupt',
  'trailing-descriptor',
  'vendor-descriptor',
  'tpdu',
  'tpdu-t0',
  'tpdu-crc',
  'lying-limits',
  'two-slots',
  'explicit-voltage',
  'rc-s300',
  'rc-s300-prologue',
  'rc-s300-plain',
  'rc-s300-short-escape',
  'rc-s300-owned',
  'rc-s380',
];

for (const model of USABLE) {
  test(`the reader ${model} does the main job`, atDesk(async (desk) => {
    await desk.reader(model);
    await desk.put('valid-adult');
    await desk.types('1234');
    await desk.shows('valid');
    await desk.hasTriesLeft(3);
  }));
}

// Readers that a page cannot use: the diagnosis says why.
const REFUSED = [
  ['character', 'LINK-LEVEL-CHARACTER'],
  ['protected-class', 'LINK-PROTECTED-CLASS'],
];

for (const [model, code] of REFUSED) {
  test(`the reader ${model} is refused with ${code}`, atDesk(async (desk) => {
    await desk.reader(model);
    await desk.page.locator('.chip[data-state="failed"]').waitFor();
    await desk.page.locator('.chip').click();
    await desk.page.locator('#main', { hasText: code }).waitFor();
  }));
}

test('a reader that is pulled out and plugged in again is found by itself', atDesk(async (desk) => {
  await desk.plug();
  await desk.page.locator('.chip[data-state="absent"]').waitFor();
  await desk.plug();
  await desk.page.locator('.chip[data-state="ready"]').waitFor();
  await desk.put('valid-adult');
  await desk.types('1234');
  await desk.shows('valid');
}));

test('a card taken away while the PIN is typed ends the visit', atDesk(async (desk) => {
  await desk.put('valid-adult');
  await desk.asksForPin();
  await desk.take();
  await desk.shows('unreadable');
  assert.equal(await desk.code(), 'LINK-CARD-REMOVED');
}));

test('the next patient is served after the one before', atDesk(async (desk) => {
  for (const [card, face] of [['valid-adult', 'valid'], ['multiple', 'multiple']]) {
    await desk.put(card);
    await desk.types('1234');
    await desk.shows(face);
    await desk.take();
    await desk.press('F12');
    await desk.waits();
  }
}));

test('where the bridge is missing and offered, the device check leads to its installers', atDesk(
  { hash: '#diagnosis', config: { bridgeInstaller: 'bridge/' } },
  async (desk) => {
    const rung = desk.page.locator('.ladder__rung', { hasText: 'ブリッジ' }).first();
    await rung.getByText('入っていません').waitFor();
    const link = desk.page.getByRole('link', { name: 'ブリッジを入れる' });
    assert.equal(await link.getAttribute('href'), 'bridge/');
  },
));

test('nothing is offered that the administrator does not name', atDesk(
  { hash: '#diagnosis' },
  async (desk) => {
    await desk.page.locator('.ladder__rung', { hasText: 'ブリッジ' }).first().waitFor();
    assert.equal(await desk.page.getByRole('link', { name: 'ブリッジを入れる' }).count(), 0);
  },
));
