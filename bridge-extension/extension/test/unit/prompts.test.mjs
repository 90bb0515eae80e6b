// The windows that ask a person.

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Prompts } from '../../src/prompts.js';
import { FakePort, FakeWindows, settled } from './support.mjs';

const ORIGIN = 'https://check.clinic.example';

let windows;
let prompts;

beforeEach(() => {
  windows = new FakeWindows();
  prompts = new Prompts(windows);
});

function ask(origin = ORIGIN) {
  const page = new AbortController();
  return { page, answer: prompts.ask(origin, page.signal) };
}

function open(nth = 0) {
  const port = new FakePort({ name: windows.created[nth].url.split('#')[1] });
  prompts.attach(port);
  return port;
}

test('a window names the origin and its yes is the answer', async () => {
  const { answer } = ask();
  const window = open();
  assert.deepEqual(window.sent, [{ origin: ORIGIN }]);
  assert.equal(windows.created[0].type, 'popup');
  await settled();
  window.say('here');
  window.say('yes');
  assert.equal(await answer, true);
  assert.deepEqual(windows.removed, [1]);
});

test('a no, a closed port and a closed window are all a no', async () => {
  for (const refuse of [
    (window) => window.say('no'),
    (window) => window.leave(),
    () => windows.onRemoved.fire(windows.created.length),
  ]) {
    const { answer } = ask();
    await settled();
    refuse(open(windows.created.length - 1));
    assert.equal(await answer, false);
  }
});

test('two tabs of one origin share a window, two origins do not', async () => {
  const first = ask();
  const second = ask();
  const other = ask('http://localhost:8080');
  assert.equal(windows.created.length, 2);
  open().say('yes');
  assert.deepEqual(await Promise.all([first.answer, second.answer]), [true, true]);
  open(1).say('no');
  assert.equal(await other.answer, false);
});

test('a window goes when the last page that waits has gone', async () => {
  const first = ask();
  const second = ask();
  await settled();
  first.page.abort();
  await settled();
  assert.deepEqual(windows.removed, []);
  second.page.abort();
  assert.equal(await second.answer, false);
  assert.deepEqual(windows.removed, [1]);
});

test('a window closes that appears only after the page has gone', async () => {
  const { page, answer } = ask();
  page.abort();
  assert.equal(await answer, false);
  await settled();
  assert.deepEqual(windows.removed, [1]);
});

test('a page that is gone already opens no window', async () => {
  assert.equal(await prompts.ask(ORIGIN, AbortSignal.abort()), false);
  assert.equal(windows.created.length, 0);
});

test('where no window can be shown, nobody says yes', async () => {
  windows.create = async () => {
    throw new Error('no current window');
  };
  assert.equal(await ask().answer, false);
});

test('a window of an earlier worker is sent away', () => {
  const port = new FakePort({ name: 'consent:1' });
  prompts.attach(port);
  assert.ok(port.closed);
});
