// The gateway is down, slow, under maintenance or answers nonsense. Whatever happens, "could
// not check" never looks like "not valid", and no try of the PIN is wasted.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atDesk } from '../support/story.mjs';

const CHECK = '**/v1/checks/card';
const CHALLENGE = '**/v1/challenges';

// Lets `reply` answer the page's request; the browser's own preflight goes to the gateway.
function replace(path, reply) {
  return {
    before: (desk) =>
      desk.page.route(path, async (route) => {
        if (route.request().method() !== 'POST') {
          return route.fallback();
        }
        return reply(route, { 'access-control-allow-origin': desk.site });
      }),
  };
}

const body = (text, status = 200) => (route, headers) =>
  route.fulfill({ status, headers, contentType: 'application/json', body: text });

const NONSENSE = [
  ['nothing', body('')],
  ['a page of HTML', body('<html><body>It works!</body></html>')],
  ['JSON that is no answer', body('{"XmlMsg":42}')],
  ['half an answer', body('{"auditId":"a","XmlMsg":{"MessageHeader":{')],
];

for (const [what, reply] of NONSENSE) {
  test(`${what} instead of an answer confirms nothing`, atDesk(replace(CHECK, reply), async (desk) => {
    await desk.put('valid-adult');
    await desk.types('1234');
    await desk.shows('unconfirmed');
    assert.equal(await desk.word(), '確認できませんでした');
    assert.equal(await desk.code(), 'CHECK-NONSENSE');
    await desk.hasTriesLeft(3);
  }));
}

test('an error of the gateway confirms nothing', atDesk(replace(CHECK, body('oops', 500)),
  async (desk) => {
    await desk.put('valid-adult');
    await desk.types('1234');
    await desk.shows('unconfirmed');
    assert.equal(await desk.code(), 'CHECK-STATUS');
  }));

test('a gateway that is down when the answer is due', atDesk(
  replace(CHECK, (route) => route.abort('connectionrefused')),
  async (desk) => {
    await desk.put('valid-adult');
    await desk.types('1234');
    await desk.shows('unconfirmed');
    assert.equal(await desk.code(), 'CHECK-UNREACHABLE');
    await desk.hasTriesLeft(3);
  }));

test('a gateway that is down from the start: no PIN is asked for', atDesk(
  replace(CHALLENGE, (route) => route.abort('connectionrefused')),
  async (desk) => {
    await desk.put('valid-adult');
    await desk.shows('unconfirmed');
    assert.equal(await desk.code(), 'CHECK-UNREACHABLE');
    assert.equal(await desk.page.locator('.pin__dots').count(), 0);
  }));

test('a maintenance of the gateway is named', atDesk(
  replace(CHECK, body('{"code":"GATE-MAINTENANCE","retryable":true}', 503)),
  async (desk) => {
    await desk.put('valid-adult');
    await desk.types('1234');
    await desk.shows('unconfirmed');
    assert.equal(await desk.code(), 'GATE-MAINTENANCE');
  }));

test('a slow gateway: the desk hears how long it takes, and then the answer', atDesk(
  replace(CHECK, async (route) => {
    await new Promise((done) => setTimeout(done, 5_000));
    return route.continue();
  }),
  async (desk) => {
    await desk.put('valid-adult');
    await desk.types('1234');
    await desk.page.locator('.steps__seconds').waitFor();
    await desk.shows('valid');
  }));

test('a code that nobody knows yet confirms nothing and breaks nothing', atDesk(async (desk) => {
  await desk.put('unknown-code');
  await desk.types('1234');
  await desk.shows('unconfirmed');
  assert.equal(await desk.code(), 'ANSWER-UNKNOWN-CODE');
}));
