// What goes wrong on the bridge has a name on the screen, costs no try, and passes.

import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { Rig } from '../support/rig.mjs';

let rig;
let desk;

beforeEach(async () => {
  rig = await Rig.start();
  desk = await rig.desk();
  await rig.ready(desk);
});
afterEach(() => rig?.end());

async function doesTheMainJob() {
  await rig.take();
  await rig.ready(desk);
  await desk.press('Escape');
  await desk.waits();
  rig.put('valid-adult');
  await desk.types('1234');
  await desk.shows('valid');
  assert.equal(rig.tries('valid-adult'), 3);
}

const STAGES = [
  ['while the PIN is asked for', async () => {}],
  ['while digits are typed', () => desk.page.keyboard.type('12')],
];

for (const [when, go] of STAGES) {
  test(`the host is killed ${when}`, async () => {
    rig.put('valid-adult');
    await desk.asksForPin();
    await go();
    rig.killHosts();
    await desk.shows('unreadable');
    assert.equal(await desk.code(), 'BRIDGE-HOST-ENDED');
    assert.equal(rig.tries('valid-adult'), 3);
    await doesTheMainJob();
  });
}

test('the host is killed while nobody is there', async () => {
  rig.killHosts();
  await doesTheMainJob();
});

test('the service is killed and comes back', async () => {
  await rig.stopService();
  await desk.page.locator('#main', { hasText: 'BRIDGE-NO-SERVICE' }).waitFor();
  assert.match(await desk.text(), /スマートカード機能が動いていません/);
  await rig.startService();
  await doesTheMainJob();
});

test('the service is killed in the middle of a visit', async () => {
  rig.put('valid-adult');
  await desk.asksForPin();
  await rig.stopService();
  await desk.shows('unreadable');
  assert.equal(rig.tries('valid-adult'), 3);
  await rig.startService();
  await doesTheMainJob();
});
