// Figures of the page in Chromium, as one JSON line for `cargo xtask bench`: how soon it can
// be used, what the main job takes, and how long our code takes in wasm beside WebCrypto.

import { parseArgs } from 'node:util';
import { launch } from './support/browser.mjs';
import { Desk } from './support/desk.mjs';

const STARTS = 5;

const { values } = parseArgs({
  options: { site: { type: 'string' }, gateway: { type: 'string' } },
});

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

// From the beginning of the navigation until a key is obeyed: F1 opens the help.
async function timeToInteractive(browser) {
  const page = await browser.newPage();
  await page.addInitScript(() => {
    const presses = setInterval(() => {
      const press = new KeyboardEvent('keydown', { key: 'F1', code: 'F1', bubbles: true });
      (document.body ?? document).dispatchEvent(press);
      if (location.hash === '#help') {
        clearInterval(presses);
        window.interactiveAfter = performance.now();
      }
    }, 1);
  });
  await page.goto(`${values.site}/#reception`);
  await page.waitForURL('**/#help');
  const milliseconds = await page.evaluate(() => window.interactiveAfter);
  await page.context().close();
  return milliseconds;
}

async function mainJob(browser, reader) {
  const desk = await Desk.open(browser, values);
  await desk.reader(reader);
  await desk.put('valid-adult');
  await desk.types('1234');
  await desk.shows('valid');
  const figures = await desk.figures();
  await desk.page.context().close();
  return figures;
}

// Microseconds for one of each.
async function codeInWasm(browser) {
  const page = await browser.newPage();
  await page.goto(`${values.site}/measure/`);
  const [apdu, parse, judge] = await page.evaluate(async () => {
    const module = await import('/measure/rig.js');
    await module.default({ module_or_path: '/measure/rig_bg.wasm' });
    return [...module.measure(() => performance.now())];
  });
  const webCrypto = await page.evaluate(async () => {
    const rounds = 200;
    const algorithm = {
      name: 'RSASSA-PKCS1-v1_5',
      hash: 'SHA-256',
      modulusLength: 2048,
      publicExponent: new Uint8Array([1, 0, 1]),
    };
    const { privateKey, publicKey } = await crypto.subtle.generateKey(algorithm, false, [
      'sign',
      'verify',
    ]);
    const message = new Uint8Array(1200);
    const signature = await crypto.subtle.sign(algorithm, privateKey, message);
    const started = performance.now();
    for (let round = 0; round < rounds; round += 1) {
      await crypto.subtle.verify(algorithm, publicKey, signature, message);
    }
    return ((performance.now() - started) * 1000) / rounds;
  });
  await page.context().close();
  return { apdu, parse, judge, webCrypto };
}

const browser = await launch();
try {
  const starts = [];
  for (let start = 0; start < STARTS; start += 1) {
    starts.push(await timeToInteractive(browser));
  }
  console.log(
    JSON.stringify({
      interactiveMs: median(starts),
      extended: await mainJob(browser, 'extended'),
      short: await mainJob(browser, 'short'),
      wasm: await codeInWasm(browser),
    }),
  );
} finally {
  await browser.close();
}
