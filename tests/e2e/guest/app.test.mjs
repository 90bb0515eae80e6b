// The site as an Isolated Web App, which may have readers of the smart-card class: those that
// no page may claim.

import { after, afterEach, before, test } from 'node:test';
import { App } from './app.mjs';
import { Reader, VENDORS, difference, ready, serves, tell, until } from './bench.mjs';

let app;
let desk;

before(async () => {
  app = await App.install([VENDORS.practice]);
  desk = await app.open();
});
after(() => app?.end());
afterEach(async () => {
  await desk.press('Escape');
  await desk.waits();
});

async function servesOn(name) {
  const reader = new Reader(name);
  reader.plug();
  try {
    await ready(desk);
    const before = reader.status();
    await serves(desk, reader);
    return difference(before, reader.status());
  } finally {
    reader.remove();
    reader.unplug();
  }
}

test('the app does the main job on a reader of the smart-card class', async () => {
  await servesOn('protected');
});

test('the app does the main job on a reader at TPDU level, which leaves T=1 to it', async () => {
  tell('ours', await servesOn('tpdu'));
});

test('the app does the main job on QEMU\'s own reader, which speaks T=0', async () => {
  app.grant([VENDORS.qemu]);
  // The browser hears of a changed policy after a while.
  await until('the app may use the reader', async () => {
    await desk.page.reload();
    await desk.page.locator('.chip').waitFor();
    await desk.page.waitForTimeout(3000);
    return (await desk.page.locator('.chip[data-state="ready"]').count()) === 1;
  });
  const reader = new Reader('qemu');
  await serves(desk, reader);
  reader.remove();
});
