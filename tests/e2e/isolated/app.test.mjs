// The site as an isolated app: it starts under the browser's own policy, may do what the web
// manifest names, and does the main job with a gateway elsewhere.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { App } from './app.mjs';

const { GATEWAY_AS_SEEN } = process.env;

let app;
let desk;

before(async () => {
  app = await App.install();
  console.log(app.isSigned ? 'the signed bundle is installed' : 'this browser reads no bundles');
  desk = await app.open();
});

after(() => app?.end());

test('starts, isolated, and no policy has to stop anything', async () => {
  assert.equal(await desk.page.title(), '資格確認');
  const place = await desk.page.evaluate(() => ({
    origin: location.origin,
    isolated: crossOriginIsolated,
    standalone: matchMedia('(display-mode: standalone)').matches,
  }));
  assert.deepEqual(place, { origin: app.origin, isolated: true, standalone: true });
  desk.witness.assertClean();
});

test('may reach readers of every kind, and nothing that it did not ask for', async () => {
  const allowed = await desk.page.evaluate(() => document.featurePolicy.allowedFeatures());
  for (const feature of [
    'cross-origin-isolated', 'usb', 'usb-unrestricted', 'hid', 'clipboard-write', 'local-network',
  ]) {
    assert.ok(allowed.includes(feature), feature);
  }
  for (const feature of ['camera', 'microphone', 'geolocation', 'serial', 'display-capture']) {
    assert.ok(!allowed.includes(feature), feature);
  }
});

test('does the main job', async () => {
  await desk.put('valid-adult');
  await desk.asksForPin();
  await desk.presses('1234');
  await desk.shows('valid');
  assert.equal(await desk.word(), '有効');
  desk.witness.assertClean();
});

// The browser's own policy for isolated apps lets them speak to any address with https.
test('speaks to its gateway alone, because the bundle says so', async () => {
  const stopped = await desk.page.evaluate(async () => {
    const violation = new Promise((resolve) => {
      document.addEventListener('securitypolicyviolation', resolve, { once: true });
    });
    await fetch('https://elsewhere.example/').catch(() => {});
    const { effectiveDirective, blockedURI, originalPolicy } = await violation;
    return { effectiveDirective, blockedURI, originalPolicy };
  });
  assert.equal(stopped.effectiveDirective, 'connect-src');
  assert.match(stopped.blockedURI, /^https:\/\/elsewhere\.example/);
  assert.ok(stopped.originalPolicy.includes(GATEWAY_AS_SEEN), stopped.originalPolicy);
});
