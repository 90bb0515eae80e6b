// The system's own driver, pcscd with libccid, on the same reader at TPDU level that the app
// drives: another reading of the same standards, as a judge of the reader and as a measure
// for ours. Its blocks are counted by the reader.

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { Reader, difference, tell, until } from './bench.mjs';

// libccid drives the readers that this list names.
const LIST = '/etc/libccid_Info.plist';
const { PCSC_DIRECT } = process.env;

const reader = new Reader('tpdu');
let service;
let name;

before(async () => {
  listReader('0x1209', '0x0013', 'Practice CCID Reader');
  reader.plug();
  service = spawn('pcscd', ['--foreground'], { stdio: 'ignore' });
  await until('pcscd has the reader', () => {
    const { stdout } = spawnSync('opensc-tool', ['--list-readers'], { encoding: 'utf8' });
    name = /(Practice CCID Reader.*)$/m.exec(stdout)?.[1].trim();
    return name !== undefined;
  });
});
after(async () => {
  reader.remove();
  reader.unplug();
  service.kill();
  await once(service, 'exit');
});

// One entry more in each of the three lists that go together.
function listReader(vendor, product, title) {
  const entries = { ifdVendorID: vendor, ifdProductID: product, ifdFriendlyName: title };
  let text = readFileSync(LIST, 'utf8');
  for (const [key, value] of Object.entries(entries)) {
    const begin = new RegExp(`(<key>${key}</key>\\s*<array>)`);
    assert.match(text, begin);
    text = text.replace(begin, `$1<string>${value}</string>`);
  }
  writeFileSync(LIST, text);
}

test('pcscd and libccid do the main job on a reader at TPDU level', async () => {
  const before = reader.status();
  reader.insert('valid-adult');
  let job;
  // Before pcscd sees the card there is none to connect to, which costs nothing.
  await until('the job is done', () => {
    job = spawnSync(PCSC_DIRECT, [name, '1'], { encoding: 'utf8' });
    return job.status === 0 || !job.stderr.includes('NoSmartcard');
  });
  assert.equal(job.status, 0, job.stderr);
  const after = reader.status();
  assert.deepEqual({ tries: after.tries, alarms: after.alarms }, { tries: 3, alarms: 0 });
  const cost = difference(before, after);
  assert.equal(cost.verifies, 1);
  tell('libccid', cost);
});
