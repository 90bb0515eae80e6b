// A page that nobody has allowed yet: the extension asks a person, once.

import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { Rig } from '../support/rig.mjs';

let rig;

beforeEach(async () => {
  rig = await Rig.start({ allowed: [] });
});
afterEach(() => rig?.end());

async function asked() {
  const asks = rig.context.waitForEvent('page', (page) => page.url().includes('consent'));
  const desk = await rig.desk();
  const window = await asks;
  await desk.page.locator('[data-bridge="BRIDGE-ORIGIN-PENDING"]').waitFor();
  await window.getByText(process.env.SITE).first().waitFor();
  return [desk, window];
}

// The window closes itself over the answer, sometimes before the click has come back to us.
async function answers(window, button) {
  await window.locator(button).click().catch((error) => {
    if (!window.isClosed()) throw error;
  });
}

test('after yes the page serves patients, and is never asked for again', async () => {
  const [desk, window] = await asked();
  await answers(window, '#yes');
  await rig.ready(desk);
  rig.put('valid-adult');
  await desk.types('1234');
  await desk.shows('valid');
  await desk.page.reload();
  await rig.ready(desk);
});

test('after no the page has no cards, says what to do, and asks only when it is told to', async () => {
  const [desk, window] = await asked();
  await answers(window, '#no');
  await desk.page.locator('[data-bridge="BRIDGE-ORIGIN-REFUSED"]').waitFor();
  let windows = 0;
  rig.context.on('page', () => { windows += 1; });
  rig.put('valid-adult');
  await desk.page.waitForTimeout(5000);
  assert.equal(await desk.page.locator('.stage').count(), 0);
  assert.equal(windows, 0, 'somebody was asked again');

  await desk.page.evaluate(() => { location.hash = '#diagnosis'; });
  const asks = rig.context.waitForEvent('page', (page) => page.url().includes('consent'));
  const rung = desk.page.locator('.ladder__rung', { hasText: 'BRIDGE-ORIGIN-REFUSED' }).first();
  await rung.locator('button').click();
  await answers(await asks, '#yes');
  await desk.page.evaluate(() => { location.hash = '#reception'; });
  await desk.types('1234');
  await desk.shows('valid');
});
