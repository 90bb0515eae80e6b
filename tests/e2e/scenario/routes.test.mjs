// Ways to a reader besides USB and the bridge: over the air, in HID reports, and through the
// smart cards that a browser offers by itself.
//
// Each begins on the device check, where a button for it stands.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fakeBluetooth, fakeHid, fakeSmartCard } from '../support/fake-routes.mjs';
import { atDesk } from '../support/story.mjs';

const SITE = `${process.env.SITE}/`;

const BUTTONS = {
  bluetooth: 'Bluetoothのリーダーを接続',
  hid: 'HIDの機器を接続（試験的）',
  'smart-card': 'システムのリーダーを使う（試験的）',
};

const having = (fake, options = {}) => ({
  hash: '#diagnosis',
  before: (desk) => desk.page.addInitScript(fake, { site: SITE, ...options }),
});

const button = (desk, route) => desk.page.getByRole('button', { name: BUTTONS[route] });

async function takes(desk, route) {
  await button(desk, route).click();
  await desk.page.waitForFunction(() => window.virtualReader?.insert);
  await desk.page.locator('.chip[data-state="ready"]').waitFor();
}

// On the device check a card would be examined instead.
async function goesToReception(desk) {
  await desk.page.evaluate(() => { location.hash = '#reception'; });
  await desk.waits();
}

async function doesTheMainJob(desk) {
  await goesToReception(desk);
  await desk.page.evaluate(() => window.virtualReader.insert('valid-adult'));
  await desk.types('1234');
  await desk.shows('valid');
  assert.equal(await desk.page.evaluate(() => window.virtualReader.triesLeft()), 3);
  assert.deepEqual(await desk.page.evaluate(() => window.virtualReader.alarms()), []);
}

for (const kind of ['plain', 'bonded', 's320', 's370', 'acs']) {
  test(`a ${kind} reader over the air does the main job`, atDesk(
    having(fakeBluetooth, { kind }),
    async (desk) => {
      await takes(desk, 'bluetooth');
      await doesTheMainJob(desk);
    },
  ));
}

test('a device in HID reports does the main job', atDesk(
  having(fakeHid, { kind: 'reader' }),
  async (desk) => {
    await takes(desk, 'hid');
    await doesTheMainJob(desk);
  },
));

test('the smart cards of the browser do the main job on ChromeOS', atDesk(
  having(fakeSmartCard, { chromeOs: true }),
  async (desk) => {
    await takes(desk, 'smart-card');
    await doesTheMainJob(desk);
  },
));

// Chromium outside ChromeOS ends the page that asks.
test('the smart cards of the browser are not even asked for elsewhere', atDesk(
  having(fakeSmartCard),
  async (desk) => {
    await desk.page.locator('.ladder').waitFor();
    assert.equal(await button(desk, 'smart-card').count(), 0);
    assert.equal(await desk.page.evaluate(() => window.virtualReader.asked), 0);
  },
));

const REFUSED = [
  ['bluetooth', fakeBluetooth, 'secured', 'LINK-READER-LOCKED'],
  ['hid', fakeHid, 'mute', 'LINK-NOT-A-READER'],
  ['hid', fakeHid, 'wallet', 'LINK-NOT-A-READER'],
];

for (const [route, fake, kind, code] of REFUSED) {
  test(`a ${kind} device (${route}) is refused with ${code}`, atDesk(
    having(fake, { kind }),
    async (desk) => {
      await button(desk, route).click();
      await desk.page.locator('#main', { hasText: code }).waitFor();
    },
  ));
}

test('a reader that goes out of reach during the PIN ends the visit', atDesk(
  having(fakeBluetooth, { kind: 'plain' }),
  async (desk) => {
    await takes(desk, 'bluetooth');
    await goesToReception(desk);
    await desk.page.evaluate(() => window.virtualReader.insert('valid-adult'));
    await desk.asksForPin();
    await desk.page.evaluate(() => window.virtualReader.leave());
    await desk.shows('unreadable');
    assert.equal(await desk.code(), 'LINK-UNPLUGGED');
  },
));
