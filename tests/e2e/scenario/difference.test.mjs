// What has changed: since the last check of the same person, and against a record that the
// desk pastes.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atDesk } from '../support/story.mjs';

async function checked(desk, card, face = 'valid') {
  await desk.put(card);
  await desk.types('1234');
  await desk.shows(face);
}

async function next(desk) {
  await desk.take();
  await desk.press('F12');
  await desk.waits();
}

function panel(desk) {
  return desk.page.locator('.difference');
}

async function changes(desk) {
  const rows = await panel(desk).locator('.changes__change').all();
  return Promise.all(rows.map(async (row) => [
    await row.locator('.changes__label').innerText(),
    await row.locator('.changes__before').innerText(),
    await row.locator('.changes__after').innerText(),
  ]));
}

async function pastes(desk, text) {
  await panel(desk).locator('summary').click();
  await desk.page.fill('#record', text);
  await panel(desk).getByRole('button', { name: '比べる', exact: true }).click();
}

test('the first check says so, and a second one that nothing has changed', atDesk(async (desk) => {
  await checked(desk, 'valid-adult');
  assert.match(await panel(desk).innerText(), /初めてです/);
  await next(desk);
  await checked(desk, 'valid-adult');
  assert.match(await panel(desk).innerText(), /前回（\d+:\d\d）と同じです/);
  assert.match(await desk.page.locator('[role="status"].visually-hidden').innerText(), /と同じです/);
}));

test('what has changed since the last check stands old and new', atDesk(async (desk) => {
  await checked(desk, 'valid-adult');
  await next(desk);
  await desk.page.route('**/v1/checks/card', async (route) => {
    const answer = await route.fetch();
    const json = await answer.json();
    const [first] = [json.XmlMsg.MessageBody.ResultList].flat();
    const result = first.ResultOfQualificationConfirmation ?? first;
    Object.assign(result, { InsurerNumber: '06229991', InsuredCardSymbol: '１２', InsuredBranchNumber: '02' });
    await route.fulfill({ response: answer, json });
  });
  await checked(desk, 'valid-adult');
  // The symbol is the same in another width: no difference.
  assert.deepEqual(await changes(desk), [
    ['保険者番号', '06110829', '06229991'],
    ['枝番', '01', '02'],
  ]);
  assert.match(
    await desk.page.locator('[role="status"].visually-hidden').innerText(),
    /変わった項目：2/,
  );
}));

test('a pasted record is compared, holds the result and does not stay', atDesk(async (desk) => {
  await checked(desk, 'valid-adult');
  await pastes(desk, '氏名\t生年月日\t保険者番号\t記号\t番号\t枝番\n厚労 太郎\tS55.4.1\t6110829\t１２\t0345678\t02');
  await panel(desk).locator('.difference__record .difference__summary').waitFor();
  assert.deepEqual(await changes(desk), [['枝番', '02', '01']]);
  assert.equal(await desk.page.inputValue('#record'), '');
  assert.match(await desk.page.locator('.countdown').innerText(), /停止中/);
  await panel(desk).getByRole('button', { name: '比較を消す' }).click();
  assert.deepEqual(await changes(desk), []);
}));

test('a ● is asked about before anything is called a change', atDesk(async (desk) => {
  await checked(desk, 'replaced-character');
  await pastes(desk, '氏名：厚労　節子\n生年月日：平成5年9月9日\n番号：1');
  assert.deepEqual(await changes(desk), []);
  await panel(desk).getByRole('button', { name: '同じ方です' }).click();
  assert.deepEqual(await changes(desk), [['番号', '1', '990909']]);
}));

test('the record of somebody else is said to be so', atDesk(async (desk) => {
  await checked(desk, 'valid-adult');
  await pastes(desk, '氏名：厚労　太郎\n生年月日：昭和55年4月2日\n番号：1');
  await panel(desk).getByText('生年月日が違います').waitFor();
  await panel(desk).getByRole('button', { name: '別の方です' }).click();
  assert.deepEqual(await changes(desk), []);
}));

for (const [text, code] of [
  ['', 'DESK-RECORD-EMPTY'],
  ['氏名：厚労\n個人番号：1234 5678 9018', 'DESK-RECORD-MY-NUMBER'],
  ['氏名\t枝番\n一\t01\n二\t02', 'DESK-RECORD-SEVERAL'],
  ['hello', 'DESK-RECORD-UNKNOWN'],
]) {
  test(`what is no record of one patient is refused: ${code}`, atDesk(async (desk) => {
    await checked(desk, 'valid-adult');
    await pastes(desk, text);
    await panel(desk).locator('.difference__trouble', { hasText: code }).waitFor();
  }));
}

test('the panel has its place from the beginning', atDesk(async (desk) => {
  await checked(desk, 'valid-adult');
  const above = await desk.page.locator('.follow-up').boundingBox();
  await desk.press('F9');
  await desk.page.locator('.hand-over__said', { hasText: /./ }).waitFor();
  const after = await desk.page.locator('.follow-up').boundingBox();
  assert.deepEqual(after, above);
}));
