// Times of the main job over the bridge beside the same job through PC/SC directly, on the
// same card, in the same run. Prints one JSON line for `cargo xtask bench`.

import { execFileSync } from 'node:child_process';
import { READERS, Rig, until } from './support/rig.mjs';

const ID = 'pegfhncljpopgialcjihjefnjnepkiol';
const ROUNDS = 15;
const { SITE, PCSC_DIRECT } = process.env;

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

const rig = await Rig.start();
try {
  rig.put('valid-adult');
  const direct = await settled(() => JSON.parse(execFileSync(PCSC_DIRECT, [READERS[0]])));
  const bridge = await overTheBridge();
  const page = await byThePage();
  console.log(JSON.stringify({ direct, bridge, page }));
} finally {
  await rig.end();
}

// The card is seen some moments after it was put down.
async function settled(measure) {
  let result;
  await until('the card is there', () => {
    try {
      result = measure();
    } catch {
      return false;
    }
    return true;
  });
  return result;
}

// The messages that the page sends for one visit, stage by stage, and one command alone.
async function overTheBridge() {
  const page = await rig.context.newPage();
  await page.goto(`${SITE}/boot.js`);
  const times = await page.evaluate(async ([id, reader, rounds]) => {
    const port = chrome.runtime.connect(id, { name: 'bridge' });
    const waiting = new Map();
    port.onMessage.addListener((message) => {
      waiting.get(message.id ?? message.type)?.(message);
    });
    let next = 1;
    const ask = (message) => new Promise((resolve) => {
      const request = { ...message, id: (next += 1) };
      waiting.set(request.id, resolve);
      port.postMessage(request);
    });
    const transmit = (apdus, more = {}) => ask({
      type: 'transmit',
      commands: apdus.map((apdu) => ({ apdu, expect: ['9000', '6282'], ...more })),
    });
    const hash = async (bytes) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    const parts = ['myna-check:1.0', location.origin, 'nonce', 'context'];
    const hashes = await Promise.all(parts.map((part) => hash(new TextEncoder().encode(part))));
    const message = new Uint8Array(hashes.flatMap((part) => [...part]));
    const sign = `802A0097333031300D060960864801650304020105000420${hex(await hash(message))}00`;

    const welcome = new Promise((resolve) => waiting.set('welcome', resolve));
    port.postMessage({ type: 'hello', protocol: 1, pageVersion: '0.1.0' });
    await welcome;
    const jobs = [];
    for (let round = 0; round < rounds; round += 1) {
      const started = performance.now();
      const { type } = await ask({ type: 'open', reader });
      if (type !== 'opened') {
        throw new Error(`the card does not open: ${type}`);
      }
      await transmit(['00A4040C0AD392F000260100000001', '00B0860020']);
      await transmit(['00B08A00000000']);
      await transmit(['00200098']);
      const typed = ask({ type: 'pinTyped', lastTryConfirmed: false });
      const { responses: [verified] } = await transmit(['002000980431323334']);
      await typed;
      const { responses: [signature] } = await transmit([sign], { message: hex(message) });
      await ask({ type: 'close' });
      if (verified !== '9000' || signature.length !== 516) {
        throw new Error('the card did not sign');
      }
      jobs.push(performance.now() - started);
    }
    const commands = [];
    for (let session = 0; session < rounds; session += 1) {
      await ask({ type: 'open', reader });
      await transmit(['00A4040C0AD392F000260100000001']);
      for (let round = 0; round < 60; round += 1) {
        const started = performance.now();
        await transmit(['00B0860020']);
        commands.push((performance.now() - started) * 1000);
      }
      await ask({ type: 'close' });
    }
    return { jobs, commands };
  }, [ID, READERS[0], ROUNDS]);
  await page.close();
  return { jobMs: median(times.jobs), apduMicros: median(times.commands) };
}

// The page's own figures, which hold its certificate check and the gateway's challenge, too.
async function byThePage() {
  const desk = await rig.desk();
  await desk.types('1234');
  await desk.shows('valid');
  return desk.figures();
}
