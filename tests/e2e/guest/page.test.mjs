// The page at an ordinary address, where a browser lets it have readers of a vendor's class.

import { after, before, test } from 'node:test';
import { Reader, ordinaryPage, serves } from './bench.mjs';

let browser;
let desk;

before(async () => {
  ({ browser, desk } = await ordinaryPage());
});
after(() => browser?.close());

test('a reader of a vendor class does the main job', async () => {
  const reader = new Reader('extended');
  reader.plug();
  await serves(desk, reader);
  reader.remove();
  reader.unplug();
});
