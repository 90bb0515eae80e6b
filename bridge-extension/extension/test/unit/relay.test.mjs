// The relay between a page's port and the host's, through all its states.

import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, mock, test } from 'node:test';
import { askHost, startHost } from '../../src/native.js';
import { Origins } from '../../src/origins.js';
import { Relay } from '../../src/relay.js';
import { FakeArea, FakeBrowser, FakePort, clock, settled } from './support.mjs';

const ORIGIN = 'https://check.clinic.example';
const HELLO = { type: 'hello', protocol: 1, pageVersion: '0.1.0' };
const WELCOME = { type: 'welcome', protocol: 1, hostVersion: '0.1.0' };

let browser;
let local;
let managed;
let log;
let answer;

beforeEach(() => {
  browser = new FakeBrowser().install();
  local = new FakeArea();
  managed = new FakeArea();
  log = [];
  answer = () => true;
});

// Ends whatever still waits for a host, with its timers.
afterEach(async () => {
  for (const host of browser.hosts) {
    await host.leave();
  }
});

function visit(origin = ORIGIN) {
  const page = new FakePort({ origin });
  const origins = new Origins({
    local,
    managed,
    askHost,
    prompt: async (asked) => answer(asked),
    now: clock,
  });
  const relay = new Relay(page, {
    startHost,
    origins,
    log: (event, of) => log.push(`${event} ${of}`),
    version: '0.1.0',
  });
  return { page, relay };
}

async function welcomed() {
  const visitor = visit();
  await visitor.page.say(HELLO);
  await browser.host.say(WELCOME);
  return visitor;
}

describe('greeting', () => {
  test('tells the host the origin that the browser gave, not the page', async () => {
    const { page, relay } = visit();
    assert.equal(relay.state, 'connecting');
    assert.equal(browser.hosts.length, 0, 'no process before the page says hello');
    await page.say(HELLO);
    assert.equal(relay.state, 'greeting');
    assert.equal(browser.host.name, 'jp.myna_check.bridge');
    assert.deepEqual(browser.host.sent, [
      { type: 'hello', protocol: 1, extensionVersion: '0.1.0', pageVersion: '0.1.0', origin: ORIGIN },
    ]);
    await browser.host.say(WELCOME);
    assert.equal(relay.state, 'serving');
    assert.deepEqual(page.sent, [WELCOME]);
    assert.equal(local.content.hostVersion, '0.1.0');
  });

  for (const [name, message, code] of [
    ['a page that names an origin', { ...HELLO, origin: ORIGIN }, 'BRIDGE-MESSAGE-MALFORMED'],
    ['a page that plays the extension', { ...HELLO, extensionVersion: '9' }, 'BRIDGE-MESSAGE-MALFORMED'],
    ['a field too many', { ...HELLO, colour: 'red' }, 'BRIDGE-MESSAGE-MALFORMED'],
    ['a version that is no text', { ...HELLO, pageVersion: 1 }, 'BRIDGE-MESSAGE-MALFORMED'],
    ['another message first', { type: 'watch' }, 'BRIDGE-HELLO-FIRST'],
    ['the extension’s own message', { type: 'allowOrigin', origin: ORIGIN }, 'BRIDGE-MESSAGE-MALFORMED'],
    ['allowOrigin without its field', { type: 'allowOrigin' }, 'BRIDGE-HELLO-FIRST'],
    ['a text', 'hello', 'BRIDGE-MESSAGE-MALFORMED'],
    ['nothing', null, 'BRIDGE-MESSAGE-MALFORMED'],
    ['a list', [HELLO], 'BRIDGE-MESSAGE-MALFORMED'],
    ['a type that is no text', { type: 1 }, 'BRIDGE-MESSAGE-MALFORMED'],
  ]) {
    test(`refuses ${name} and starts no host`, async () => {
      const { page, relay } = visit();
      await page.say(message);
      assert.deepEqual(page.codes, [code]);
      assert.equal(relay.state, 'ended');
      assert.ok(page.closed);
      assert.equal(browser.hosts.length, 0);
    });
  }

  for (const [protocol, update] of [
    [0, 'page'],
    [2, 'extension'],
  ]) {
    test(`names the ${update} as too old for protocol ${protocol}`, async () => {
      const { page } = visit();
      await page.say({ ...HELLO, protocol });
      assert.deepEqual(page.sent, [{ type: 'error', code: 'BRIDGE-VERSION', update }]);
    });
  }

  for (const origin of ['http://check.clinic.example', 'null', null, 'https://x.example/path']) {
    test(`refuses the origin ${origin}`, () => {
      const { page, relay } = visit(origin);
      assert.deepEqual(page.codes, ['BRIDGE-ORIGIN-INSECURE']);
      assert.equal(relay.state, 'ended');
    });
  }

  test('passes on why the host refuses, and which part is too old', async () => {
    const { page } = visit();
    await page.say(HELLO);
    await browser.host.say({ type: 'error', code: 'BRIDGE-VERSION', update: 'host' });
    await browser.host.leave();
    assert.deepEqual(page.sent, [{ type: 'error', code: 'BRIDGE-VERSION', update: 'host' }]);
  });

  test('gives up a host that says nothing', async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      const { page } = visit();
      await page.say(HELLO);
      mock.timers.tick(10_000);
      assert.deepEqual(page.codes, ['BRIDGE-TIMEOUT']);
      assert.ok(browser.host.closed);
    } finally {
      mock.timers.reset();
    }
  });

  test('refuses a request while the host is greeted', async () => {
    const { page } = visit();
    await page.say(HELLO);
    await page.say({ type: 'watch' });
    assert.deepEqual(page.codes, ['BRIDGE-HELLO-FIRST']);
    assert.ok(browser.host.closed);
  });

  test('starts no host when the page leaves before its standing is known', async () => {
    const { page } = visit();
    const said = page.say(HELLO);
    page.leave();
    await said;
    assert.equal(browser.hosts.length, 0);
  });
});

describe('the host’s end', () => {
  for (const [words, code] of [
    ['Specified native messaging host not found.', 'BRIDGE-HOST-MISSING'],
    ['Failed to start native messaging host.', 'BRIDGE-HOST-MISSING'],
    ['Access to the specified native messaging host is forbidden.', 'BRIDGE-HOST-FORBIDDEN'],
    ['Native host has exited.', 'BRIDGE-HOST-ENDED'],
    ['Error when communicating with the native messaging host.', 'BRIDGE-HOST-ENDED'],
    [undefined, 'BRIDGE-HOST-ENDED'],
  ]) {
    test(`«${words}» is ${code}`, async () => {
      const { page, relay } = visit();
      await page.say(HELLO);
      await browser.hostEnds(words);
      assert.deepEqual(page.codes, [code]);
      assert.ok(page.closed);
      assert.equal(relay.state, 'ended');
    });
  }

  test('ends a page that is being served', async () => {
    const { page } = await welcomed();
    await browser.hostEnds('Native host has exited.');
    assert.deepEqual(page.codes, ['BRIDGE-HOST-ENDED']);
    assert.ok(page.closed);
  });
});

describe('serving', () => {
  test('passes requests and answers as they are', async () => {
    const { page } = await welcomed();
    const requests = [
      { type: 'watch' },
      { type: 'open', id: 1, reader: 'Sony RC-S300/P' },
      { type: 'pinTyped', id: 2, lastTryConfirmed: false },
      { type: 'transmit', id: 3, commands: [{ apdu: '00A4040C', expect: ['9000'] }] },
      { type: 'close', id: 4 },
    ];
    for (const request of requests) {
      await page.say(request);
    }
    assert.deepEqual(browser.host.sent.slice(1), requests);
    const answers = [
      { type: 'readers', readers: [] },
      { type: 'opened', id: 1, atr: '3B' },
      { type: 'noted', id: 2 },
      { type: 'transmitted', id: 3, responses: ['9000'] },
      { type: 'closed', id: 4 },
      { type: 'error', id: 5, code: 'BRIDGE-NOT-OPEN' },
      { type: 'lost', code: 'BRIDGE-CARD-REMOVED' },
    ];
    for (const message of answers) {
      await browser.host.say(message);
    }
    assert.deepEqual(page.sent.slice(1), answers);
  });

  for (const message of [
    { type: 'allowOrigin' },
    { type: 'hello', protocol: 1, pageVersion: '1' },
    { type: 'welcome' },
    { type: 'watch', origin: ORIGIN },
    { type: 'constructor' },
  ]) {
    test(`ends with a page that says ${JSON.stringify(message)}`, async () => {
      const { page } = await welcomed();
      await page.say(message);
      assert.deepEqual(page.codes, ['BRIDGE-MESSAGE-MALFORMED']);
      assert.equal(browser.host.sent.length, 1, 'nothing but our hello');
      assert.ok(browser.host.closed);
    });
  }

  test('takes 64 KiB and not a byte more, counted as UTF-8', async () => {
    const sized = (bytes) => {
      const frame = JSON.stringify({ type: 'open', reader: '' }).length;
      // あ is three bytes and one unit of a JavaScript string.
      const letters = Math.floor((bytes - frame) / 3);
      return { type: 'open', reader: 'あ'.repeat(letters) + 'x'.repeat(bytes - frame - 3 * letters) };
    };
    const { page } = await welcomed();
    await page.say(sized(65_536));
    assert.deepEqual(page.codes, []);
    await page.say(sized(65_537));
    assert.deepEqual(page.codes, ['BRIDGE-MESSAGE-TOO-LARGE']);
    assert.equal(browser.host.sent.length, 2);
  });

  test('ends with a host that says what no host says', async () => {
    for (const message of ['welcome', { type: 'hello' }, { type: 'originAllowed' }]) {
      const { page } = await welcomed();
      await browser.host.say(message);
      assert.deepEqual(page.codes, ['BRIDGE-MESSAGE-MALFORMED'], JSON.stringify(message));
      assert.ok(browser.host.closed);
    }
  });

  test('lets go of the host when the page goes', async () => {
    const { page, relay } = await welcomed();
    await page.leave();
    assert.ok(browser.host.closed);
    assert.equal(relay.state, 'ended');
    assert.ok(relay.gone.aborted);
  });

  test('logs codes and never what a message holds', async () => {
    const { page } = await welcomed();
    await page.say({ type: 'transmit', id: 1, commands: [{ apdu: '0020008004 31323334', expect: [] }] });
    await browser.host.say({ type: 'transmitted', id: 1, responses: ['63C2'] });
    await browser.host.say({ type: 'lost', code: 'BRIDGE-CARD-REMOVED' });
    await page.leave();
    assert.deepEqual(
      log,
      ['connected', 'welcome', 'BRIDGE-CARD-REMOVED', 'page-left'].map((event) => `${event} ${ORIGIN}`),
    );
  });

  test('keeps two pages apart', async () => {
    const one = await welcomed();
    const hostOfOne = browser.host;
    const other = await welcomed();
    await other.page.say({ type: 'watch' });
    assert.equal(hostOfOne.sent.length, 1);
    await other.page.leave();
    assert.ok(!hostOfOne.closed);
    assert.equal(one.relay.state, 'serving');
  });
});

describe('an origin that the host does not know', () => {
  const REFUSED = { type: 'error', code: 'BRIDGE-ORIGIN-REFUSED' };

  async function refused() {
    const visitor = visit();
    await visitor.page.say(HELLO);
    await browser.host.say(REFUSED);
    return visitor;
  }

  test('is asked about, allowed and greeted again', async () => {
    const asked = [];
    answer = (origin) => asked.push(origin) === 1;
    const { page, relay } = await refused();
    assert.deepEqual(asked, [ORIGIN]);
    assert.equal(relay.state, 'asking');
    assert.deepEqual(page.codes, ['BRIDGE-ORIGIN-PENDING']);
    assert.deepEqual(browser.host.sent, [{ type: 'allowOrigin', origin: ORIGIN }]);
    await browser.host.say({ type: 'originAllowed' });
    assert.equal(browser.hosts.length, 3, 'one refused, one for the list, one that serves');
    assert.ok(browser.hosts[0].closed && browser.hosts[1].closed);
    await browser.host.say(WELCOME);
    assert.equal(relay.state, 'serving');
    assert.deepEqual(local.content.answers, {
      [ORIGIN]: { state: 'allowed', at: '2026-04-01T09:00:00.000Z' },
    });
  });

  test('stays out after a no', async () => {
    answer = () => false;
    const { page } = await refused();
    assert.deepEqual(page.codes, ['BRIDGE-ORIGIN-PENDING', 'BRIDGE-ORIGIN-REFUSED']);
    assert.equal(browser.hosts.length, 1, 'no host is started for it');
    assert.ok(page.closed);
  });

  test('is not asked about twice', async () => {
    const { page } = await refused();
    await browser.host.say({ type: 'originAllowed' });
    await browser.host.say(REFUSED);
    assert.deepEqual(page.codes, ['BRIDGE-ORIGIN-PENDING', 'BRIDGE-ORIGIN-REFUSED']);
  });

  test('stays out when the host will not have it', async () => {
    const { page } = await refused();
    await browser.host.say(REFUSED);
    assert.equal(page.codes.at(-1), 'BRIDGE-ORIGIN-REFUSED');
    assert.equal(local.content.answers, undefined);
  });

  test('is let in without a question where the policy lists it', async () => {
    managed.content = { allowedOrigins: [ORIGIN], onlyAdministrator: true };
    answer = () => assert.fail('asked');
    const { page } = await refused();
    await browser.host.say({ type: 'originAllowed' });
    await browser.host.say(WELCOME);
    assert.deepEqual(page.sent, [WELCOME]);
    assert.equal(local.content.answers, undefined, 'not the person’s to withdraw');
  });

  test('is not asked about where the policy forbids it', async () => {
    managed.content = { onlyAdministrator: true };
    answer = () => assert.fail('asked');
    const { page } = await refused();
    assert.deepEqual(page.codes, ['BRIDGE-ORIGIN-REFUSED']);
  });

  test('does not even reach the host where the policy lists others', async () => {
    managed.content = { allowedOrigins: ['https://other.example'], onlyAdministrator: true };
    const { page } = visit();
    await page.say(HELLO);
    assert.deepEqual(page.codes, ['BRIDGE-ORIGIN-REFUSED']);
    assert.equal(browser.hosts.length, 0);
  });

  test('is asked about again, and first, after a withdrawal', async () => {
    local.content.answers = { [ORIGIN]: { state: 'withdrawn', at: '' } };
    const { page } = visit();
    await page.say(HELLO);
    assert.deepEqual(page.codes, ['BRIDGE-ORIGIN-PENDING']);
    assert.equal(browser.hosts.length, 1);
    assert.equal(browser.host.sent[0].type, 'allowOrigin');
    await browser.host.say({ type: 'originAllowed' });
    assert.equal(local.content.answers[ORIGIN].state, 'allowed');
  });

  test('may send nothing while a person is asked', async () => {
    answer = () => new Promise(() => {});
    const { page } = await refused();
    await page.say({ type: 'watch' });
    assert.deepEqual(page.codes, ['BRIDGE-ORIGIN-PENDING', 'BRIDGE-HELLO-FIRST']);
  });

  test('that has left is not greeted after the yes', async () => {
    let yes;
    answer = () => new Promise((resolve) => (yes = resolve));
    const { page, relay } = await refused();
    await page.leave();
    yes(true);
    await settled();
    assert.equal(relay.state, 'ended');
  });
});
