// 履歴: what was asked today, masked and in memory alone; narrowed, erased and given out by
// keyboard, each with its question; kept over a reload only where the administrator says so.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { atDesk } from '../support/story.mjs';

const ROWS = '.grid__table tbody tr';

async function check(desk, card, face) {
  await desk.put(card);
  await desk.types('1234');
  await desk.shows(face);
  await desk.take();
}

// By the function key, as from any screen.
async function opens(desk) {
  await desk.leavesControls();
  await desk.press('F4');
  await desk.page.locator('#main h1', { hasText: '履歴' }).waitFor();
}

const rows = (desk) => desk.page.locator(ROWS).allInnerTexts();

async function storage(desk) {
  return desk.page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
}

test('a visit stands in the history with two digits of its number', atDesk(async (desk) => {
  await check(desk, 'valid-adult', 'valid');
  await opens(desk);
  const [row, ...others] = await rows(desk);
  assert.equal(others.length, 0);
  assert.match(row, /9:0\d[\s\S]*有効[\s\S]*カード[\s\S]*…78/);
  const page = await desk.text();
  for (const word of ['太郎', '345678', '06110829', '昭和55']) {
    assert.ok(!page.includes(word), word);
  }
  assert.ok(!(await storage(desk)).includes('78'), 'nothing is stored');
}));

test('an empty history says so', atDesk(async (desk) => {
  await opens(desk);
  assert.match(await desk.text(), /まだありません/);
  assert.equal(await desk.page.locator(ROWS).count(), 0);
}));

test('what could not be confirmed is not among what is not valid', atDesk(async (desk) => {
  await check(desk, 'invalid', 'invalid');
  await check(desk, 'person-error', 'unconfirmed');
  await opens(desk);
  const shown = async (kind) => {
    await desk.page.locator(`input[name="history-kind"][value="${kind}"]`).check();
    return (await rows(desk)).length;
  };
  assert.equal(await shown('not-valid'), 1);
  assert.doesNotMatch((await rows(desk)).join(), /確認できませんでした/);
  assert.equal(await shown('not-confirmed'), 1);
  assert.doesNotMatch((await rows(desk)).join(), /無効/);
  assert.equal(await shown('valid'), 0);
  assert.equal(await shown('all'), 2);
}));

test('it is erased by keyboard, and only after a question', atDesk(async (desk) => {
  await check(desk, 'valid-adult', 'valid');
  await opens(desk);
  await desk.tabsTo('.button[data-kind="danger"]');
  await desk.press('Enter');
  await desk.page.locator('#history-question').waitFor();
  assert.equal((await rows(desk)).length, 1);
  await desk.tabsTo('.button[data-kind="danger"]');
  await desk.press('Enter');
  await desk.page.locator('.notice', { hasText: 'まだありません' }).waitFor();
}));

test('the file is masked as the screen is, and that it was written is noted', atDesk(async (desk) => {
  await check(desk, 'valid-adult', 'valid');
  await opens(desk);
  await desk.page.getByRole('button', { name: 'CSVに書き出す' }).click();
  const [download] = await Promise.all([
    desk.page.waitForEvent('download'),
    desk.page.getByRole('button', { name: '書き出す', exact: true }).click(),
  ]);
  assert.equal(download.suggestedFilename(), 'history.csv');
  const file = readFileSync(await download.path(), 'utf8');
  assert.match(file, /^\uFEFFtime,method,outcome,/);
  assert.match(file, /2026-11-21T09:0\d:\d\d\+09:00,card,valid,,\*\*78,/);
  assert.ok(!file.includes('345678'), file);
  assert.match((await rows(desk)).join('\n'), /履歴の書き出し/);
}));

test('a reload forgets it, unless the administrator wants it kept', atDesk(
  { config: { historyPersists: true } },
  async (desk) => {
    await check(desk, 'valid-adult', 'valid');
    await desk.page.waitForFunction(() => localStorage.getItem('history') !== null);
    const kept = await storage(desk);
    for (const word of ['太郎', '345678', '06110829', '19800401']) {
      assert.ok(!kept.includes(word), word);
    }
    await desk.page.reload();
    await desk.page.locator('#bench-card').waitFor();
    await opens(desk);
    await desk.page.locator(ROWS).first().waitFor();
    assert.equal((await rows(desk)).length, 1);
    // The administrator takes it back: what was kept goes.
    await desk.page.unroute('**/config.json');
    await desk.page.reload();
    await desk.page.waitForFunction(() => localStorage.getItem('history') === null);
  },
));
