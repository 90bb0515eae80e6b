// The page at an ordinary address, where a browser lets it have readers of a vendor's class
// and keeps those of the smart-card class for itself.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { Reader, ordinaryPage, ready, serves } from './bench.mjs';

let browser;
let desk;

before(async () => {
  ({ browser, desk } = await ordinaryPage());
});
after(() => browser?.close());
afterEach(async () => {
  for (const name of ['extended', 'protected', 'sony']) {
    new Reader(name).unplug();
  }
  // A reader that was refused leaves its refusal on the chip.
  await desk.page.locator('.chip:is([data-state="absent"], [data-state="failed"])').waitFor();
  await desk.press('Escape');
  await desk.waits();
});

test('a reader of a vendor class does the main job', async () => {
  const reader = new Reader('extended');
  reader.plug();
  await serves(desk, reader);
  reader.remove();
});

test('the vendor interface of a reader like Sony\'s RC-S300 does the main job', async () => {
  const reader = new Reader('sony');
  reader.plug();
  await serves(desk, reader);
  reader.remove();
});

test('a reader pulled out while the PIN is typed ends the visit, and serves when it is back', async () => {
  const reader = new Reader('extended');
  reader.plug();
  await ready(desk);
  reader.insert('valid-adult');
  await desk.asksForPin();
  reader.unplug();
  await desk.shows('unreadable');
  assert.equal(await desk.code(), 'LINK-UNPLUGGED');
  assert.equal(reader.status().tries, 3);
  await desk.press('Escape');
  await desk.waits();
  reader.remove();
  reader.plug();
  await serves(desk, reader);
});

test('a reader of the smart-card class is refused, and the page says what helps', async () => {
  const reader = new Reader('protected');
  reader.plug();
  await desk.page.locator('.chip[data-state="failed"]').waitFor();
  await desk.page.locator('.chip').click();
  await desk.page.locator('#main', { hasText: 'LINK-PROTECTED-CLASS' }).waitFor();
  assert.match(await desk.text(), /ブリッジ/);
  await desk.page.evaluate(() => { location.hash = '#reception'; });
});
