// The device check with a card on the reader: what it finds out without a PIN, and what it
// says to do.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atDesk } from '../support/story.mjs';

function rung(desk, name) {
  const title = desk.page.getByRole('heading', { name, exact: true });
  return desk.page.locator('.ladder__rung', { has: title });
}

async function finds(desk, name, mark, text) {
  const found = rung(desk, name).and(desk.page.locator(`[data-mark="${mark}"]`));
  await found.filter({ hasText: text }).waitFor().catch(async () => {
    assert.fail(`${name}: expected ${mark} and ${text}, found ${await rung(desk, name).innerText()}`);
  });
}

test('a good card is good in all respects, and keeps its tries', atDesk(async (desk) => {
  await desk.put('valid-adult');
  await desk.asksForPin();
  await desk.press('Escape');
  await desk.waits();
  await desk.page.evaluate(() => { location.hash = '#diagnosis'; });
  await desk.page.getByRole('button', { name: 'カードを調べる' }).click();
  await finds(desk, 'カードの種類', 'good', 'マイナンバーカードです');
  await finds(desk, '拡張APDU', 'good', '拡張Lc/Le対応');
  await finds(desk, '電子証明書', 'good', '有効期間内');
  await finds(desk, '暗証番号', 'good', 'あと3回');
  await desk.page.evaluate(() => { location.hash = '#training'; });
  await desk.hasTriesLeft(3);
}));

const FINDINGS = [
  ['a reader for short APDUs says so', { reader: 'short' },
    ['拡張APDU', 'caution', '短いAPDUだけ']],
  ['a locked PIN is told before anybody types one', { card: 'pin-blocked' },
    ['暗証番号', 'bad', 'CARD-PIN-UNUSABLE']],
  ['the last try is a reason for caution', { card: 'one-try-left' },
    ['暗証番号', 'caution', 'あと1回']],
  ['an expired certificate is told', { card: 'past-grace' },
    ['電子証明書', 'bad', 'CERT-EXPIRED']],
  ['another card is told apart', { card: 'not-my-number' },
    ['カードの種類', 'bad', 'CARD-NOT-MY-NUMBER']],
  ['a phone shows its certificate after the PIN only', { card: 'android-phone' },
    ['電子証明書', 'open', '暗証番号の後']],
];

for (const [title, { card = 'valid-adult', reader }, [name, mark, text]] of FINDINGS) {
  test(title, atDesk(async (desk) => {
    if (reader) {
      await desk.reader(reader);
      await desk.page.locator('.chip[data-state="ready"]').waitFor();
    }
    await desk.put(card);
    // Whatever the desk makes of this card, the check starts anew.
    await desk.page.locator('.stage[data-face]:not([data-face="working"])').waitFor();
    await desk.press('Escape');
    await desk.waits();
    await desk.page.evaluate(() => { location.hash = '#diagnosis'; });
    await desk.page.getByRole('button', { name: 'カードを調べる' }).click();
    await finds(desk, name, mark, text);
  }));
}

test('what was found about a card does not stay for the next who looks', atDesk(async (desk) => {
  await desk.put('valid-adult');
  await desk.asksForPin();
  await desk.press('Escape');
  await desk.waits();
  const go = (hash) => desk.page.evaluate((to) => { location.hash = to; }, hash);
  await go('#diagnosis');
  await desk.page.getByRole('button', { name: 'カードを調べる' }).click();
  await finds(desk, '暗証番号', 'good', 'あと3回');
  await go('#training');
  await go('#diagnosis');
  await finds(desk, '暗証番号', 'open', '前の段階');
}));

test('the tables say which readers take extended APDUs and how each way was proven', atDesk(
  { hash: '#diagnosis' },
  async (desk) => {
    const known = desk.page.locator('details', { hasText: '主なリーダー' });
    await known.locator('summary').click();
    const row = known.getByRole('row', { name: /RC-S300/ });
    await row.getByText('そのまま').waitFor();
    const ways = desk.page.locator('details', { hasText: 'どこまで確かめたか' });
    await ways.locator('summary').click();
    assert.equal(await ways.locator('tbody tr').count(), 10);
  },
));
