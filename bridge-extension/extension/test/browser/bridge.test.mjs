// The extension in a real Chromium with a real native host process, which is a stand-in.

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { Desk, HELLO, ID, until } from './desk.mjs';

let desk;

before(async () => {
  desk = await Desk.open();
});
after(() => desk?.close());
beforeEach(() => desk.allow(desk.origin()));

test('a page finds the extension without a host', async () => {
  const { page } = await desk.page();
  const pong = await page.evaluate((id) => chrome.runtime.sendMessage(id, { type: 'ping' }), ID);
  assert.deepEqual(pong, { type: 'pong', extensionVersion: '0.1.0', protocol: 1 });
  assert.deepEqual(desk.journal(), []);
});

test('the host hears the origin that the browser knows, and requests pass', async () => {
  const visitor = await desk.page();
  await visitor.connects();
  assert.deepEqual(await visitor.hears('welcome'), { type: 'welcome', protocol: 1, hostVersion: '0.0.1' });
  assert.deepEqual(desk.heard('hello').at(-1), {
    type: 'hello',
    protocol: 1,
    extensionVersion: '0.1.0',
    pageVersion: '0.1.0',
    origin: desk.origin(),
  });
  assert.equal(desk.journal()[0].caller, `chrome-extension://${ID}/`);
  await visitor.says({ type: 'watch' });
  await visitor.hears('readers');
  // The largest that the page may send comes back whole.
  const apdu = '00'.repeat(32_000);
  await visitor.says({ type: 'transmit', id: 1, commands: [{ apdu, expect: ['9000'] }] });
  assert.deepEqual((await visitor.hears('transmitted')).responses, [apdu]);
  await visitor.page.close();
  await until('the end of the process', () => desk.running().length === 0);
});

test('a page that is not in the list sees no extension', async () => {
  const { page } = await desk.page('127.0.0.1');
  assert.equal(await page.evaluate('typeof chrome?.runtime'), 'undefined');
});

test('a page cannot name an origin', async () => {
  const visitor = await desk.page();
  await visitor.connects({ ...HELLO, origin: 'https://check.clinic.example' });
  assert.deepEqual(await visitor.isClosed(), ['BRIDGE-MESSAGE-MALFORMED']);
});

test('a host that ends is told apart from one that is missing or forbidden', async () => {
  const visitor = await desk.page();
  await visitor.connects();
  await visitor.hears('welcome');
  await visitor.says({ type: 'open', id: 1, reader: 'crash' });
  assert.deepEqual(await visitor.isClosed(), ['BRIDGE-HOST-ENDED'], 'it ended by itself');

  await visitor.connects();
  await visitor.hears('welcome');
  process.kill(desk.running()[0], 'SIGKILL');
  assert.deepEqual(await visitor.isClosed(), ['BRIDGE-HOST-ENDED'], 'it was killed');

  desk.registerHost({ id: 'a'.repeat(32) });
  await visitor.connects();
  assert.deepEqual(await visitor.isClosed(), ['BRIDGE-HOST-FORBIDDEN']);

  desk.registerHost({ path: '/nowhere/bridge-host' });
  await visitor.connects();
  assert.deepEqual(await visitor.isClosed(), ['BRIDGE-HOST-MISSING'], 'its program is gone');

  desk.unregisterHost();
  await visitor.connects();
  assert.deepEqual(await visitor.isClosed(), ['BRIDGE-HOST-MISSING'], 'it is not registered');

  desk.registerHost();
  await visitor.connects();
  await visitor.hears('welcome');
});

test('a page comes again after the worker was stopped', async () => {
  const visitor = await desk.page();
  await visitor.connects();
  await visitor.hears('welcome');
  const before = desk.running();
  await stopWorker();
  assert.deepEqual(await visitor.isClosed(), []);
  await until('the end of the old process', () => !before.some((pid) => desk.running().includes(pid)));
  await visitor.connects();
  await visitor.hears('welcome');
});

test('a person says yes, and the page is let in', async () => {
  desk.allow();
  const visitor = await desk.page();
  const shown = desk.context.waitForEvent('page');
  await visitor.connects();
  const window = await shown;
  assert.equal((await visitor.hears('error')).code, 'BRIDGE-ORIGIN-PENDING');
  await press(window, 'Allow');
  await visitor.hears('welcome');
  await until('the end of the window', () => window.isClosed());
  assert.deepEqual(desk.heard('allowOrigin').at(-1), { type: 'allowOrigin', origin: desk.origin() });
});

test('a no, a closed window and the page’s leaving keep it out', async () => {
  desk.allow();
  const asked = desk.heard('allowOrigin').length;
  for (const refuse of [
    (window) => press(window, 'Don’t allow'),
    (window) => ending(window, window.keyboard.press('Escape')),
    (window) => window.close(),
    (_, visitor) => visitor.page.goto('about:blank'),
  ]) {
    const visitor = await desk.page();
    const shown = desk.context.waitForEvent('page');
    await visitor.connects();
    const window = await shown;
    await window.getByText(`localhost:${desk.port}`).waitFor();
    await refuse(window, visitor);
    await until('the end of the window', () => window.isClosed());
    if (visitor.page.url() !== 'about:blank') {
      assert.deepEqual(await visitor.isClosed(), ['BRIDGE-ORIGIN-PENDING', 'BRIDGE-ORIGIN-REFUSED']);
    }
    await visitor.page.close();
  }
  assert.equal(desk.heard('allowOrigin').length, asked);
});

test('the options show state and pages, and a withdrawal cuts a page off', async () => {
  desk.allow();
  const visitor = await desk.page();
  const shown = desk.context.waitForEvent('page');
  await visitor.connects();
  await press(await shown, 'Allow');
  await visitor.hears('welcome');

  const options = await desk.own();
  await options.getByText('Ready', { exact: true }).waitFor();
  await options.getByRole('cell', { name: 'welcome' }).first().waitFor();
  await options.getByRole('button', { name: `Take back: ${desk.origin()}` }).click();
  assert.equal((await visitor.isClosed()).at(-1), 'BRIDGE-ORIGIN-REFUSED');

  const saved = options.waitForEvent('download');
  await options.getByRole('button', { name: 'Save the log' }).click();
  assert.match((await saved).suggestedFilename(), /^bridge-extension-[\d-]{10}\.txt$/);

  const again = desk.context.waitForEvent('page');
  await visitor.connects();
  await press(await again, 'Don’t allow');
  assert.equal((await visitor.isClosed()).at(-1), 'BRIDGE-ORIGIN-REFUSED');
});

/** Presses a button of a window. */
function press(window, name) {
  return ending(window, window.getByRole('button', { name, exact: true }).click());
}

/** That a window closes on an action is no failure of the action. */
async function ending(window, action) {
  await action.catch((error) => {
    if (!window.isClosed()) {
      throw error;
    }
  });
}

/** As Chromium itself does after an idle time, or for an update. */
async function stopWorker() {
  const options = await desk.own();
  const session = await desk.context.newCDPSession(options);
  await session.send('ServiceWorker.enable');
  await session.send('ServiceWorker.stopAllWorkers');
  await options.close();
}
