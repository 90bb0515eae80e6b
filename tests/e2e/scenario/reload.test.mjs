// The page is reloaded in the middle: it comes back waiting, and the card has lost nothing.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atDesk } from '../support/story.mjs';

const STAGES = [
  ['while the PIN is asked for', async () => {}],
  ['while digits are typed', (desk) => desk.page.keyboard.type('12')],
  ['on the result', async (desk) => {
    await desk.types('1234');
    await desk.shows('valid');
  }],
];

for (const [when, go] of STAGES) {
  test(`reloaded ${when}`, atDesk(async (desk) => {
    await desk.put('valid-adult');
    await desk.asksForPin();
    await go(desk);
    await desk.page.reload();
    await desk.page.locator('#bench-card').waitFor();
    await desk.waits();
    assert.equal(await desk.page.locator('.stage').count(), 0, 'something of the visit is left');
    await desk.put('valid-adult');
    await desk.types('1234');
    await desk.shows('valid');
  }));
}
