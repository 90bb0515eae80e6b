// The PIN: shown tries, the last one asked for twice, nothing sent that nobody typed.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atDesk } from '../support/story.mjs';

test('a wrong PIN costs one try and keeps the patient in place', atDesk(async (desk) => {
  await desk.put('valid-adult');
  await desk.types('9999');
  await desk.saysTriesLeft(2);
  await desk.types('1234');
  await desk.shows('valid');
  await desk.hasTriesLeft(3);
}));

test('the last try needs a second, different button', atDesk(async (desk) => {
  await desk.put('one-try-left');
  await desk.shows('last-try');
  await desk.leavesControls();
  await desk.page.keyboard.type('1234');
  await desk.press('Enter');
  await desk.shows('last-try');
  await desk.hasTriesLeft(1);
  await desk.page.locator('.pin .button[data-kind="danger"]').click();
  await desk.types('1234');
  await desk.shows('valid');
  await desk.hasTriesLeft(3);
}));

test('the last try can be refused, and is then still there', atDesk(async (desk) => {
  await desk.put('one-try-left');
  await desk.shows('last-try');
  await desk.page.locator('.pin .button[data-kind="primary"]').click();
  await desk.waits();
  await desk.hasTriesLeft(1);
}));

test('a third wrong PIN locks, and the desk says what to do', atDesk(async (desk) => {
  await desk.put('one-try-left');
  await desk.shows('last-try');
  await desk.page.locator('.pin .button[data-kind="danger"]').click();
  await desk.types('9999');
  await desk.shows('unconfirmed');
  assert.equal(await desk.code(), 'CARD-PIN-LOCKED');
  await desk.hasTriesLeft(0);
}));

test('digits are forgotten when the pad loses the focus', atDesk(async (desk) => {
  await desk.put('valid-adult');
  await desk.asksForPin();
  await desk.page.keyboard.type('12');
  await desk.page.locator('.pin__dots[data-digits="2"]').waitFor();
  await desk.page.locator('#bench-fault').focus();
  await desk.page.locator('.pin__dots[data-digits="0"]').waitFor();
}));

test('no digit is ever written on the page', atDesk(async (desk) => {
  await desk.put('valid-adult');
  await desk.asksForPin();
  await desk.page.keyboard.type('975');
  await desk.page.locator('.pin__dots[data-digits="3"]').waitFor();
  const dots = await desk.page.locator('.pin__dots').innerHTML();
  assert.ok(!/[975]{2}/.test(dots), dots);
  assert.equal(await desk.page.locator('.pin input').count(), 0, 'a browser could offer to save it');
}));
