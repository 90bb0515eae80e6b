// The main job: a card on the reader becomes an answer on the screen.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atDesk } from '../support/story.mjs';

const ITEMS = ['厚労 太郎', '06110829', '345678', '本人'];

async function assertEverythingIsThere(desk) {
  assert.equal(await desk.word(), '有効');
  const text = (await desk.text()).replaceAll(/[\s ]/g, '');
  for (const item of ITEMS) {
    assert.ok(text.includes(item.replaceAll(' ', '')), `${item} is missing in: ${text}`);
  }
}

test('with the mouse', atDesk(async (desk) => {
  await desk.put('valid-adult');
  await desk.asksForPin();
  await desk.presses('1234');
  await desk.shows('valid');
  await assertEverythingIsThere(desk);
}));

test('with the keyboard alone', atDesk(async (desk) => {
  await desk.tabsTo('#bench-card');
  await desk.press('Home');
  await desk.tabsTo('.bench__action');
  await desk.press('Enter');
  await desk.types('1234');
  await desk.shows('valid');
  await assertEverythingIsThere(desk);
  await desk.press('Escape');
  await desk.waits();
}));

test('with the ten-key block and a digit taken back', atDesk(async (desk) => {
  await desk.put('valid-adult');
  await desk.asksForPin();
  for (const key of ['1', '2', '9']) {
    await desk.press(`Numpad${key}`);
  }
  await desk.press('Backspace');
  for (const key of ['Numpad3', 'Numpad4', 'NumpadEnter']) {
    await desk.press(key);
  }
  await desk.shows('valid');
}));

test('in English every word is English', atDesk({ language: 'en' }, async (desk) => {
  await desk.put('valid-adult');
  await desk.types('1234');
  await desk.shows('valid');
  assert.equal(await desk.word(), 'Valid');
}));

test('needs at most 7 APDUs with extended ones and 12 with short ones', atDesk(async (desk) => {
  for (const [reader, most] of [['extended', 7], ['short', 12]]) {
    await desk.reader(reader);
    await desk.put('valid-adult');
    await desk.types('1234');
    await desk.shows('valid');
    const { apdus } = await desk.figures();
    assert.ok(apdus <= most, `${apdus} APDUs with the reader ${reader}`);
    await desk.take();
    await desk.press('Escape');
    await desk.waits();
  }
}));
