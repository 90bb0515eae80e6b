// Readers with keys of their own: the PIN is typed there and never on the page.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atDesk } from '../support/story.mjs';

// What a patient does at the keys; they are there only while the reader waits.
async function press(desk, label) {
  await desk.page.getByRole('button', { name: label }).click();
}

for (const model of ['pin-pad', 'tpdu-pin-pad']) {
  test(`on the reader ${model} the PIN is typed at its keys`, atDesk(async (desk) => {
    await desk.reader(model);
    await desk.put('valid-adult');
    await desk.shows('asking');
    assert.match(await desk.text(), /リーダーのキーで/);
    // The page has no place to type, and what is typed there all the same goes nowhere.
    assert.equal(await desk.page.locator('.pin__key').count(), 0);
    await desk.page.keyboard.type('9999');
    await desk.page.keyboard.press('Enter');
    await press(desk, '1234 を押して確定');
    await desk.shows('valid');
    await desk.hasTriesLeft(3);
  }));
}

test('a wrong PIN at the keys costs one try, and the reader asks again', atDesk(async (desk) => {
  await desk.reader('pin-pad');
  await desk.put('valid-adult');
  await press(desk, '9999 を押して確定');
  await desk.hasTriesLeft(2);
  await desk.page.getByText('暗証番号が違います').first().waitFor();
  await press(desk, '1234 を押して確定');
  await desk.shows('valid');
}));

test('who cancels at the keys makes no try', atDesk(async (desk) => {
  await desk.reader('pin-pad');
  await desk.put('valid-adult');
  await press(desk, '取消キーを押す');
  await desk.shows('unconfirmed');
  assert.equal(await desk.code(), 'LINK-PIN-ENTRY-CANCELLED');
  await desk.hasTriesLeft(3);
}));

test('the last try has to be wanted at the desk before the reader asks', atDesk(async (desk) => {
  await desk.reader('pin-pad');
  await desk.put('one-try-left');
  await desk.shows('last-try');
  assert.equal(await desk.page.getByRole('button', { name: '1234 を押して確定' }).count(), 0);
  await desk.page.locator('.pin [data-kind="danger"]').click();
  await press(desk, '1234 を押して確定');
  await desk.shows('valid');
  await desk.hasTriesLeft(3);
}));

test('a desk that prefers the screen types there', atDesk(async (desk) => {
  await desk.page.evaluate(() => { location.hash = '#settings'; });
  await desk.page.locator('#pin-on-screen').click();
  await desk.page.evaluate(() => { location.hash = '#training'; });
  await desk.reader('pin-pad');
  await desk.put('valid-adult');
  await desk.types('1234');
  await desk.shows('valid');
}));
