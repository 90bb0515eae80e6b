// After a session nothing about the patient is left: not in storage, not in addresses, not on
// the console; and the page has spoken to nobody but its own site and the gateway.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atDesk } from '../support/story.mjs';

// The facility of practice is called 厚労 as well: the family name alone would not tell.
const PERSONAL = ['太郎', 'コウロウ', '06110829', '345678', '19800401', '0705D991', '0705d991'];

function assertNamesNobody(text, where) {
  for (const word of PERSONAL) {
    assert.ok(!text.includes(word), `${word} stands in ${where}: ${text}`);
  }
}

// Everything that the browser keeps for this site.
async function kept(desk) {
  const inPage = await desk.page.evaluate(async () => ({
    local: { ...localStorage },
    session: { ...sessionStorage },
    databases: (await indexedDB.databases()).map(({ name }) => name),
    caches: await caches.keys(),
    cookies: document.cookie,
    history: JSON.stringify(history.state),
    timeline: JSON.stringify(performance.getEntriesByType('measure')),
  }));
  const cookies = await desk.page.context().cookies();
  return JSON.stringify({ ...inPage, jar: cookies });
}

test('nothing about the patient is left after a session', atDesk(async (desk) => {
  await desk.put('valid-adult');
  await desk.types('9999');
  await desk.saysTriesLeft(2);
  await desk.types('1234');
  await desk.shows('valid');
  assertNamesNobody(await kept(desk), 'storage while the result is shown');
  await desk.take();
  await desk.press('Escape');
  await desk.waits();
  assertNamesNobody(await kept(desk), 'storage after the session');
  assertNamesNobody(decodeURIComponent(desk.witness.requests.join('\n')), 'the addresses');
  assertNamesNobody(desk.witness.console.join('\n'), 'the console');
  assertNamesNobody(decodeURIComponent(desk.page.url()), 'the address bar');
  assertNamesNobody(await desk.page.content(), 'the page');
}));

test('no PIN leaves the page', atDesk(async (desk) => {
  const bodies = [];
  desk.page.on('request', (request) => bodies.push(request.postData() ?? ''));
  await desk.put('valid-adult');
  await desk.types('9876');
  await desk.saysTriesLeft(2);
  await desk.types('1234');
  await desk.shows('valid');
  const sent = bodies.join('\n').replaceAll(/"(unverifiedCertificate|signature|nonce|challengeId)":"[^"]*"/g, '');
  assert.ok(!sent.includes('9876') && !sent.includes('"1234"'), sent);
}));

test('the result clears itself', atDesk({ config: { clearAfterSeconds: 10 } }, async (desk) => {
  await desk.put('valid-adult');
  await desk.types('1234');
  await desk.shows('valid');
  await desk.page.locator('.countdown').waitFor();
  await desk.page.locator('.stage').waitFor({ state: 'detached' });
  assertNamesNobody(await desk.page.content(), 'the page');
}));

test('no frame of another site can hold the page', atDesk(async (desk) => {
  const answer = await desk.page.request.get(`${desk.site}/`);
  const policy = answer.headers()['content-security-policy'];
  assert.match(policy, /frame-ancestors 'none'/);
  assert.match(policy, /require-trusted-types-for 'script'/);
  assert.ok(!policy.includes('unsafe-inline'), policy);
}));
