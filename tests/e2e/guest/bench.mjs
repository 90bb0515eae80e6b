// What the stories in the guest have at hand: the readers on the other side of the machine,
// the administrator's policy, and a desk with patience for a machine that is translated.

import assert from 'node:assert/strict';
import { closeSync, mkdirSync, openSync, readSync, writeFileSync, writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { Desk } from '../support/desk.mjs';

export const { SITE, GATEWAY } = process.env;
export const PATIENCE = 180_000;

const HAND = '/dev/virtio-ports/hand';
const POLICIES = '/etc/chromium/policies/managed';

// Vendors of the readers: pid.codes' number for tests, Sony, and QEMU's own reader.
export const VENDORS = { practice: 0x1209, sony: 0x054c, qemu: 0x08e6 };

// A reader by its name; what is done to it is done when the call returns.
export class Reader {
  constructor(name) {
    this.name = name;
  }

  plug() {
    return this.#say('plug');
  }

  unplug() {
    return this.#say('unplug');
  }

  insert(card) {
    return this.#say(`insert ${card}`);
  }

  remove() {
    return this.#say('remove');
  }

  fault(name) {
    return this.#say(`fault ${name}`);
  }

  // Counters by name, such as `tries` left of the card and `apdus` that reached it.
  status() {
    return this.#say('status');
  }

  #say(gesture) {
    const answer = converse(`${this.name} ${gesture}`);
    const [word, ...figures] = answer.split(' ');
    assert.equal(word, 'ok', `${this.name} ${gesture}: ${answer}`);
    return Object.fromEntries(
      figures.map((figure) => figure.split('=')).map(([name, value]) => [name, Number(value)]),
    );
  }
}

// One line there and one line back over the port; the answer comes in no time.
function converse(line) {
  const port = openSync(HAND, 'r+');
  try {
    writeSync(port, `${line}\n`);
    const chunk = Buffer.alloc(1024);
    let answer = '';
    while (!answer.endsWith('\n')) {
      answer += chunk.toString('utf8', 0, readSync(port, chunk));
    }
    return answer.trim();
  } finally {
    closeSync(port);
  }
}

// Grants vendors' devices to pages, as an administrator does: no chooser opens in a browser
// without a window. To be done before the browser starts.
export function grant(grants) {
  mkdirSync(POLICIES, { recursive: true });
  const rules = grants.map(({ origin, vendors }) => ({
    devices: vendors.map((vendor) => ({ vendor_id: vendor })),
    urls: [origin],
  }));
  writeFileSync(`${POLICIES}/readers.json`, JSON.stringify({ WebUsbAllowDevicesForUrls: rules }));
}

// Chromium for a translated processor, on which its software for graphics cards falls over.
export function browserOptions(...more) {
  return {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    timeout: PATIENCE,
    ignoreDefaultArgs: ['--enable-unsafe-swiftshader'],
    args: [
      ...(process.getuid() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-software-rasterizer',
      ...more,
    ],
  };
}

// The page at an ordinary address, in a browser of its own.
export async function ordinaryPage() {
  grant([{ origin: SITE, vendors: [VENDORS.practice, VENDORS.sony] }]);
  const browser = await chromium.launch(browserOptions());
  const desk = await Desk.open(browser, {
    hash: '#reception',
    before: (opening) => opening.page.setDefaultTimeout(PATIENCE),
  });
  return { browser, desk };
}

// The page has its reader.
export async function ready(desk) {
  await desk.page.locator('.chip[data-state="ready"]').waitFor();
}

// The main job on a reader that is plugged in, from the card to the verdict, and the card
// taken away again.
export async function serves(desk, reader, card = 'valid-adult') {
  await ready(desk);
  reader.insert(card);
  try {
    await desk.types('1234');
    await desk.shows('valid');
  } catch (error) {
    assert.fail(`${error.message}\nthe page says: ${await desk.text()}`);
  }
  const { tries, alarms } = reader.status();
  assert.deepEqual({ tries, alarms }, { tries: 3, alarms: 0 });
}

// What was added to each counter.
export function difference(before, after) {
  return Object.fromEntries(
    Object.entries(after).map(([name, value]) => [name, value - (before[name] ?? 0)]),
  );
}

// A line of figures for whoever runs the guest.
export function tell(title, { messagesOut, messagesIn, blocks, apdus }) {
  console.log(`figures ${title} ${JSON.stringify({ messagesOut, messagesIn, blocks, apdus })}`);
}

export async function until(what, holds) {
  for (let tries = 0; tries < 600; tries += 1) {
    if (await holds()) {
      return;
    }
    await pause(100);
  }
  assert.fail(`${what}: waited in vain`);
}
