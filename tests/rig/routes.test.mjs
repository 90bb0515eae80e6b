// The browser's side of each way to a reader, without a browser: node with objects in the
// shape of `navigator.bluetooth`, `hid` and `smartCard`, and the virtual readers behind them.
//
// RIG and TRAINING name the folders that wasm-bindgen wrote the modules `rig` and
// `virtual_card` to (`--target=web`).

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { beforeEach, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { fakeBluetooth, fakeHid, fakeSmartCard } from '../e2e/support/fake-routes.mjs';

async function load(folder, name) {
  const module = await import(pathToFileURL(join(resolve(folder), `${name}.js`)));
  await module.default({ module_or_path: await readFile(join(folder, `${name}_bg.wasm`)) });
  return module;
}

// What a page has and node has not.
globalThis.window = globalThis;
globalThis.Window = class {
  static [Symbol.hasInstance]() {
    return true;
  }
};
const navigator = {};
Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true });

const { visitOver, waysAvailable } = await load(process.env.RIG, 'rig');
await load(process.env.TRAINING, 'virtual_card');
const site = pathToFileURL(`${resolve(process.env.TRAINING, '..')}/`).href;

beforeEach(() => {
  for (const name of ['bluetooth', 'hid', 'smartCard']) {
    delete navigator[name];
  }
  Object.defineProperty(navigator, 'userAgent', { value: 'node', configurable: true });
  delete window.virtualReader;
});

// Begins a visit and puts the card there once the reader is.
async function visited(way, profile = 'valid-adult', pin = '1234') {
  const outcome = visitOver(way, pin);
  for (let tries = 0; !window.virtualReader?.insert && tries < 500; tries += 1) {
    await pause(10);
  }
  window.virtualReader.insert(profile);
  return outcome;
}

function assertUntouched(tries = 3) {
  assert.equal(window.virtualReader.triesLeft(), tries);
  assert.deepEqual(window.virtualReader.alarms(), []);
}

for (const kind of ['plain', 'bonded', 's320', 's370', 'acs']) {
  test(`a ${kind} reader over the air does the main job`, async () => {
    fakeBluetooth({ kind, site });
    assert.deepEqual(waysAvailable(), ['bluetooth']);
    assert.equal(await visited('bluetooth'), 'done');
    assertUntouched();
  });
}

for (const way of ['hid', 'hid-granted']) {
  test(`a device in HID reports does the main job (${way})`, async () => {
    fakeHid({ kind: 'reader', site, granted: way === 'hid-granted' });
    assert.deepEqual(waysAvailable(), ['hid']);
    assert.equal(await visited(way), 'done');
    assertUntouched();
  });
}

test('the smart cards of the browser do the main job', async () => {
  fakeSmartCard({ site });
  assert.deepEqual(waysAvailable(), ['smart-card']);
  fakeSmartCard({ site, chromeOs: true });
  assert.deepEqual(waysAvailable(), ['smart-card', 'smart-card-at-home']);
  assert.equal(window.virtualReader.asked, 0, 'to find it is not to ask it');
  assert.equal(await visited('smart-card'), 'done');
  assertUntouched();
});

test('a wrong PIN costs one try on every way', async () => {
  for (const [way, fake, options] of [
    ['bluetooth', fakeBluetooth, { kind: 'plain' }],
    ['hid', fakeHid, { kind: 'reader' }],
    ['smart-card', fakeSmartCard, {}],
  ]) {
    delete window.virtualReader;
    fake({ site, ...options });
    assert.equal(await visited(way, 'valid-adult', '9999'), 'wrong-pin', way);
    assertUntouched(2);
  }
});

test('a reader that goes out of reach is gone', async () => {
  for (const [way, fake, options] of [
    ['bluetooth', fakeBluetooth, { kind: 'plain' }],
    ['hid', fakeHid, { kind: 'reader' }],
  ]) {
    delete window.virtualReader;
    fake({ site, ...options });
    const outcome = visitOver(way, '1234');
    while (!window.virtualReader?.insert) {
      await pause(10);
    }
    await pause(100);
    window.virtualReader.leave();
    assert.equal(await outcome, 'LINK-UNPLUGGED', way);
  }
});

test('the service says why', async () => {
  fakeSmartCard({ site });
  const outcome = visitOver('smart-card', '1234');
  while (!window.virtualReader?.insert) {
    await pause(10);
  }
  window.virtualReader.setTaken(true);
  window.virtualReader.insert('valid-adult');
  assert.equal(await outcome, 'LINK-READER-IN-USE');
});

test('what is no reader is told apart', async () => {
  for (const [way, fake, kind, code] of [
    ['bluetooth', fakeBluetooth, 'secured', 'LINK-READER-LOCKED'],
    ['hid', fakeHid, 'mute', 'LINK-NOT-A-READER'],
    ['hid', fakeHid, 'wallet', 'LINK-NOT-A-READER'],
    ['hid', fakeHid, 'foreign', 'LINK-NOT-A-READER'],
  ]) {
    fake({ kind, site });
    assert.equal(await visitOver(way, '1234'), code, kind);
  }
});

test('without the way there is none', async () => {
  assert.deepEqual(waysAvailable(), []);
  for (const way of ['bluetooth', 'hid', 'hid-granted', 'smart-card']) {
    assert.equal(await visitOver(way, '1234'), 'LINK-ROUTE-UNAVAILABLE', way);
  }
});

test('nothing granted is nothing selected', async () => {
  fakeHid({ kind: 'reader', site });
  assert.equal(await visitOver('hid-granted', '1234'), 'LINK-NO-DEVICE-SELECTED');
});
