// The first view stands on the first file alone; what comes after it may come late, or not.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atDesk } from '../support/story.mjs';

const CHUNKS = /_(split|chunk)_\w+\.wasm$/;

function withoutChunks(hash) {
  return { hash, before: (desk) => desk.page.route(CHUNKS, (route) => route.abort()) };
}

test('the first view can be used before any chunk has come', atDesk(
  {
    hash: '',
    before: async (desk) => {
      desk.released = new Promise((resolve) => { desk.release = resolve; });
      desk.asked = desk.page.waitForRequest(CHUNKS);
      await desk.page.route(CHUNKS, async (route) => {
        await desk.released;
        await route.continue();
      });
    },
  },
  async (desk) => {
    await desk.asked;
    await desk.waits();
    await desk.page.locator('.head__language').click();
    await desk.page.locator('.waiting__title', { hasText: /[A-Z]/ }).waitFor();
    await desk.press('F1');
    await desk.page.locator('#main [role="status"]', { hasText: 'Loading' }).waitFor();
    desk.release();
    await desk.page.locator('h1', { hasText: 'Help' }).waitFor();
  },
));

test('a screen whose chunk does not come says so, and comes when it is asked for again', atDesk(
  withoutChunks('#settings'),
  async (desk) => {
    await desk.page.locator('#main', { hasText: 'DESK-PROGRAM-INCOMPLETE' }).waitFor();
    await desk.page.unroute(CHUNKS);
    await desk.press('F1');
    await desk.page.locator('h1', { hasText: 'ヘルプ' }).waitFor();
  },
));

test('a file that is no authority is named before a card comes', atDesk(
  { hash: '', config: { anchors: ['anchors/practice-01.cer', 'boot.js'] } },
  async (desk) => {
    await desk.page.locator('#main', { hasText: 'CONFIG-ANCHOR' }).waitFor();
    assert.match(await desk.text(), /anchors: boot\.js/);
  },
));

test('without its chunk a reader says what is missing and keeps the card untouched', atDesk(
  async (desk) => {
    await desk.page.route(CHUNKS, (route) => route.abort());
    await desk.page.reload();
    await desk.page.locator('#main', { hasText: 'DESK-PROGRAM-INCOMPLETE' }).waitFor();
  },
));
