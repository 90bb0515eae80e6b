// More than one way to a reader: which one is used, and that changing it loses nothing.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Rig } from '../support/rig.mjs';

let rig;

before(async () => {
  rig = await Rig.start();
});
after(() => rig?.end());

async function serves(desk, card) {
  rig.put(card);
  await desk.types('1234');
  await desk.shows('valid');
  await rig.take();
  await desk.page.locator('.chip', { hasNotText: 'カードあり' }).waitFor();
  await desk.press('Escape');
  await desk.waits();
}

function bridgeRung(desk) {
  return desk.page.locator('.ladder__rung', { hasText: 'ブリッジ' }).first();
}

test('training takes the practice reader, and gives the real ones back', async () => {
  const desk = await rig.desk();
  await rig.ready(desk);
  await serves(desk, 'valid-adult');
  await desk.page.evaluate(() => { location.hash = '#training'; });
  await desk.page.locator('.chip[data-state="ready"]', { hasText: '練習' }).waitFor();
  await desk.put('valid-adult');
  await desk.types('1234');
  await desk.shows('valid');
  await desk.page.evaluate(() => { location.hash = '#reception'; });
  await rig.ready(desk);
  await serves(desk, 'family-branch-02');
  desk.witness.assertClean();
  await desk.page.close();
});

// The practice reader stands where the browser would show one on USB.
async function withUsbReader(page) {
  await page.addInitScript(() => {
    const usb = new (class extends EventTarget {
      async getDevices() {
        const module = await import(new URL('training/virtual_card.js', location.href));
        await module.default();
        globalThis.bench = new module.Bench();
        return [bench.device()];
      }
    })();
    Object.defineProperty(navigator, 'usb', { value: usb });
  });
}

test('a reader on USB is used first; when it goes, the bridge takes over', async () => {
  const desk = await rig.desk({ prepare: withUsbReader });
  await desk.page.locator('.chip[data-state="ready"]', { hasText: 'USB' }).waitFor();
  await desk.page.evaluate(() => { location.hash = '#diagnosis'; });
  await bridgeRung(desk).getByText('今はUSBで直接つながっている').waitFor();
  await desk.page.evaluate(() => { location.hash = '#reception'; });
  // A card on the other reader is nobody's yet.
  rig.put('valid-adult');
  await desk.page.waitForTimeout(1500);
  assert.equal(await desk.page.locator('.stage').count(), 0);
  await desk.page.evaluate(() => bench.unplug());
  await desk.asksForPin();
  await rig.ready(desk);
  await desk.types('1234');
  await desk.shows('valid');
  assert.equal(rig.tries('valid-adult'), 3);
  await desk.page.close();
});

test('an answer stays on the screen while its reader changes', async () => {
  await rig.take();
  const desk = await rig.desk({ prepare: withUsbReader });
  await desk.page.locator('.chip[data-state="ready"]', { hasText: 'USB' }).waitFor();
  await desk.page.evaluate(() => bench.insert('valid-adult'));
  await desk.types('1234');
  await desk.shows('valid');
  await desk.page.evaluate(() => bench.unplug());
  await rig.ready(desk);
  await desk.shows('valid');
  await desk.page.close();
});
