// The log keeps the newest entries and no text that is not a code.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ENTRIES, Log } from '../../src/log.js';
import { FakeArea, clock } from './support.mjs';

test('keeps the newest entries, in the order of the calls', async () => {
  const log = new Log(new FakeArea(), clock);
  const events = Array.from({ length: ENTRIES + 5 }, (_, nth) => `BRIDGE-${'A'.repeat(nth % 30)}X`);
  await Promise.all(events.map((event) => log.write(event, 'https://x.example')));
  const entries = await log.entries();
  assert.equal(entries.length, ENTRIES);
  assert.deepEqual(
    entries.map(({ event }) => event),
    events.slice(5),
  );
});

test('takes no text that is not a code', async () => {
  const log = new Log(new FakeArea(), clock);
  for (const event of ['1234', '00200080', 'BRIDGE-PCSC 山田', 'x'.repeat(21), 'welcome']) {
    await log.write(event, 'https://x.example');
  }
  const events = (await log.entries()).map(({ event }) => event);
  assert.deepEqual(events, ['unknown', 'unknown', 'unknown', 'unknown', 'welcome']);
});

test('reads as lines of time, event and origin', async () => {
  const log = new Log(new FakeArea(), clock);
  await log.write('BRIDGE-HOST-ENDED', 'https://x.example');
  assert.equal(
    await log.text(),
    '2026-04-01T09:00:00.000Z\tBRIDGE-HOST-ENDED\thttps://x.example\n',
  );
});

test('goes on after an entry that could not be written', async () => {
  const area = new FakeArea();
  const log = new Log(area, clock);
  const { set } = area;
  area.set = async () => {
    throw new Error('disk full');
  };
  await assert.rejects(log.write('lost', 'https://x.example'));
  area.set = set;
  await log.write('kept', 'https://x.example');
  assert.deepEqual((await log.entries()).map(({ event }) => event), ['kept']);
});
