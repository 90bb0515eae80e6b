// Pages that may not, and a page that may but means harm.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { Rig, until } from '../support/rig.mjs';

const ID = 'pegfhncljpopgialcjihjefnjnepkiol';
const { SITE } = process.env;
const SELECT = '00A4040C0AD392F000260100000001';
const QUERY = '00200098';

let rig;

before(async () => {
  rig = await Rig.start();
  rig.put('valid-adult');
});
after(() => rig?.end());

// A page that speaks to the extension by hand: what it says, and what it hears.
async function visitor(origin = SITE) {
  const page = await rig.context.newPage();
  await page.goto(`${origin}/boot.js`);
  await page.evaluate((id) => {
    globalThis.heard = [];
    globalThis.ended = false;
    if (globalThis.chrome?.runtime) {
      globalThis.port = chrome.runtime.connect(id, { name: 'bridge' });
      port.onMessage.addListener((message) => heard.push(message));
      port.onDisconnect.addListener(() => { globalThis.ended = true; });
    }
  }, ID);
  return {
    page,
    say: (message) => page.evaluate((it) => port.postMessage(it), message),
    heard: (type) => page.evaluate((it) => heard.filter((one) => one.type === it), type),
    ended: () => page.evaluate(() => ended),
    async hears(type, count = 1) {
      await until(`${type} is heard`, async () => (await this.heard(type)).length >= count);
      return (await this.heard(type)).at(-1);
    },
  };
}

async function welcome() {
  const page = await visitor();
  await page.say({ type: 'hello', protocol: 1, pageVersion: '0.1.0' });
  await page.hears('welcome');
  return page;
}

async function opened() {
  const page = await welcome();
  await until('the card opens', async () => {
    await page.say({ type: 'open', id: 1, reader: 'Virtual PCD 00 00' });
    await until('an answer', async () =>
      (await page.heard('opened')).length + (await page.heard('error')).length > 0);
    return (await page.heard('opened')).length > 0;
  });
  return page;
}

function commands(...apdus) {
  return apdus.map((apdu) => ({ apdu, expect: ['9000', '63Cx'] }));
}

test('a page that no extension lists sees no bridge', async () => {
  const page = await visitor(SITE.replace('127.0.0.1', 'localhost'));
  assert.equal(await page.page.evaluate(() => Boolean(globalThis.chrome?.runtime)), false);
  await page.page.close();
});

const FORBIDDEN = [
  ['the My Number application', '00A4040C0AD3921000310001010408'],
  ['the surface application', '00A4040C0AD3921000310001010402'],
  ['the signature certificate', SELECT, '00A4020C020001'],
  ['the signature key', SELECT, '802A009A0101' + '00'],
  ['a PIN change', SELECT, '00240098083132333431323334'],
  ['an unblocking', SELECT, '002C0098'],
  ['the signature PIN', SELECT, '0020009B06414243313233'],
];

for (const [what, ...apdus] of FORBIDDEN) {
  test(`${what} stays out of reach`, async () => {
    const page = await opened();
    await page.say({ type: 'transmit', id: 2, commands: commands(...apdus) });
    const { responses, error } = await page.hears('transmitted');
    assert.equal(error?.code, 'BRIDGE-FORBIDDEN');
    assert.equal(responses.length, apdus.length - 1);
    // The card is closed: nothing more can be sent to it.
    await page.say({ type: 'transmit', id: 3, commands: commands(SELECT) });
    assert.equal((await page.hears('error')).code, 'BRIDGE-NOT-OPEN');
    await page.page.close();
  });
}

test('a thousand VERIFYs cost no try, whoever claims that a person typed', async () => {
  const page = await opened();
  await page.say({ type: 'transmit', id: 2, commands: commands(SELECT, QUERY) });
  await page.hears('transmitted');
  await page.page.evaluate(() => {
    for (let id = 10; id < 1010; id += 1) {
      port.postMessage({
        type: 'transmit', id, commands: [{ apdu: '002000980439393939', expect: ['9000'] }],
      });
    }
  });
  await page.hears('transmitted', 2);
  await until('all are answered', async () =>
    (await page.heard('transmitted')).length + (await page.heard('error')).length > 1000);
  const transmitted = (await page.heard('transmitted')).slice(1);
  assert.ok(transmitted.every(({ error, responses }) => error && responses.length === 0));
  assert.equal(rig.tries('valid-adult'), 3);
  await page.page.close();
});

test('one claim permits one VERIFY, and the last try is out of reach', async () => {
  const page = await opened();
  await page.say({ type: 'transmit', id: 2, commands: commands(SELECT, QUERY) });
  await page.hears('transmitted');
  for (let id = 10; id < 40; id += 1) {
    await page.say({ type: 'pinTyped', id, lastTryConfirmed: false });
    await page.say({
      type: 'transmit', id: 100 + id, commands: commands('002000980439393939', QUERY),
    });
  }
  await until('all are answered', async () =>
    (await page.heard('transmitted')).length + (await page.heard('error')).length > 30);
  assert.equal(rig.tries('valid-adult'), 1);
  await page.page.close();
  // A person puts it right again.
  const desk = await rig.desk();
  await desk.page.locator('.pin--question [data-kind="danger"]').click();
  await desk.types('1234');
  await desk.shows('valid');
  assert.equal(rig.tries('valid-adult'), 3);
  await desk.page.close();
});

test('a signature in the name of another page is not made', async () => {
  const hash = (bytes) => createHash('sha256').update(bytes).digest();
  const statement = (origin) =>
    Buffer.concat(['myna-check:1.0', origin, 'nonce', 'context'].map((part) => hash(part)));
  const sign = (message) => ({
    apdu: `802A009733${'3031300D060960864801650304020105000420'}${hash(message).toString('hex')}00`,
    expect: ['9000'],
  });
  const ours = statement(SITE);
  const theirs = statement('https://clinic.example');
  for (const [command, message, made] of [
    [sign(ours), ours, true],
    [sign(theirs), theirs, false],
    [sign(theirs), ours, false],
    [sign(ours), undefined, false],
  ]) {
    const page = await opened();
    await page.say({ type: 'transmit', id: 2, commands: commands(SELECT, QUERY) });
    await page.hears('transmitted');
    await page.say({ type: 'pinTyped', id: 3, lastTryConfirmed: false });
    await page.say({ type: 'transmit', id: 4, commands: commands('002000980431323334') });
    await page.hears('transmitted', 2);
    const wish = message ? { ...command, message: message.toString('hex') } : command;
    await page.say({ type: 'transmit', id: 5, commands: [wish] });
    const { responses, error } = await page.hears('transmitted', 3);
    assert.equal(error?.code, made ? undefined : 'BRIDGE-FORBIDDEN');
    assert.equal(responses.length, made ? 1 : 0);
    await page.page.close();
  }
  assert.equal(rig.tries('valid-adult'), 3);
});

const NONSENSE = [
  ['a message without a type', { id: 1 }, 'BRIDGE-MESSAGE-MALFORMED'],
  ['an unknown message', { type: 'format', id: 1 }, 'BRIDGE-MESSAGE-MALFORMED'],
  ['a field too many', { type: 'watch', also: 1 }, 'BRIDGE-MESSAGE-MALFORMED'],
  ['another origin', { type: 'hello', origin: 'https://a.example' }, 'BRIDGE-MESSAGE-MALFORMED'],
  ['an origin for the list', { type: 'allowOrigin', origin: 'https://a.example' },
    'BRIDGE-MESSAGE-MALFORMED'],
  ['too much', { type: 'open', id: 1, reader: 'x'.repeat(70_000) }, 'BRIDGE-MESSAGE-TOO-LARGE'],
  ['no bytes', { type: 'transmit', id: 1, commands: commands('0G') }, 'BRIDGE-MESSAGE-MALFORMED'],
];

for (const [what, message, code] of NONSENSE) {
  test(`${what} ends the conversation`, async () => {
    const page = await welcome();
    await page.say(message);
    await until('the port closes', () => page.ended());
    const [{ code: first }] = await page.heard('error');
    assert.equal(first, code);
    await page.page.close();
  });
}
