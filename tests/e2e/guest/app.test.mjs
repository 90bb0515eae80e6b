// The site as an Isolated Web App, which may have readers of the smart-card class: those that
// no page may claim.

import { after, before, test } from 'node:test';
import { App } from './app.mjs';
import { Reader, serves } from './bench.mjs';

let app;
let desk;

before(async () => {
  app = await App.install();
  desk = await app.open();
});
after(() => app?.end());

for (const name of ['protected', 'tpdu']) {
  test(`the app does the main job on the reader ${name}`, async () => {
    const reader = new Reader(name);
    reader.plug();
    try {
      await serves(desk, reader);
      reader.remove();
    } finally {
      reader.unplug();
    }
    await desk.press('Escape');
    await desk.waits();
  });
}
