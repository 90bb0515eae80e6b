// Every fault of the reader and of the way to it: what the desk must see, and how many tries
// must be left. A fault that passes by itself must not be noticed at all.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atDesk } from '../support/story.mjs';

// Faults that the driver gets over: the patient's job is done all the same.
const OVERCOME = [
  'out-stall-once',
  'in-stall-once',
  'in-stall-twice',
  'in-stall-until-reset',
  'foreign-sequence',
  'split-answers',
  'time-extension',
  'first-command-fails',
  'answer-waits',
  'extended-fails',
  'slow',
];

for (const fault of OVERCOME) {
  test(`${fault} is overcome`, atDesk(async (desk) => {
    await desk.fault(fault);
    await desk.put('valid-adult');
    await desk.types('1234');
    await desk.shows('valid');
    await desk.hasTriesLeft(3);
  }));
}

// Faults that end the visit before a PIN is asked for, with their codes.
const ENDING = [
  ['card-pulled-at-start', 'LINK-CARD-REMOVED'],
  ['card-pulled', 'LINK-CARD-REMOVED'],
  ['unplugged', 'LINK-UNPLUGGED'],
];

for (const [fault, code] of ENDING) {
  test(`${fault} ends the visit with ${code}, no try is spent`, atDesk(async (desk) => {
    await desk.fault(fault);
    await desk.put('valid-adult');
    await desk.shows('unreadable');
    assert.equal(await desk.code(), code);
    await desk.hasTriesLeft(3);
  }));
}

test('a lost answer to the PIN: the counter is read again and shown, nothing is sent twice',
  atDesk(async (desk) => {
    await desk.fault('verify-answer-lost');
    await desk.put('valid-adult');
    await desk.types('9999');
    await desk.shows('unconfirmed');
    assert.equal(await desk.code(), 'CARD-VERIFY-ANSWER-LOST');
    await desk.hasTriesLeft(2);
  }));

// Faults that keep the reader from being used at all, with their codes.
const UNUSABLE = [
  ['open-refused', 'LINK-ACCESS-DENIED'],
  ['claim-refused', 'LINK-READER-IN-USE'],
  ['out-stall-until-reset', 'LINK-NOT-ACCEPTED'],
];

for (const [fault, code] of UNUSABLE) {
  test(`${fault} is named with ${code}`, atDesk(async (desk) => {
    await desk.fault(fault);
    // Another reader is opened, and meets the fault from its first transfer on.
    await desk.reader('short');
    await desk.page.locator('.chip[data-state="failed"]').waitFor();
    await desk.page.locator('.reception', { hasText: code }).waitFor();
  }));
}

// A card that takes five seconds for each answer needs patience, of the test as well.
const VERY_SLOW = ['very-slow'];

for (const fault of VERY_SLOW) {
  test(`${fault} is waited for`, atDesk(async (desk) => {
    desk.page.setDefaultTimeout(90_000);
    await desk.fault(fault);
    await desk.put('valid-adult');
    await desk.types('1234');
    await desk.shows('valid');
    await desk.hasTriesLeft(3);
  }));
}

test('every fault of the bench stands in a table here', atDesk(async (desk) => {
  const options = await desk.page.locator('#bench-fault option').all();
  const onBench = await Promise.all(options.map((option) => option.getAttribute('value')));
  const here = [...OVERCOME, ...VERY_SLOW, 'verify-answer-lost', 'none'];
  here.push(...[...ENDING, ...UNUSABLE].map(([fault]) => fault));
  assert.deepEqual(onBench.toSorted(), here.toSorted());
}));
