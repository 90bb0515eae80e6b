// 確認できないとき: from a result by one key, beginning with its case; what may be accepted,
// whom to call and whether somebody answers; the items of a declaration on paper.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atDesk } from '../support/story.mjs';

async function opens(desk) {
  await desk.leavesControls();
  await desk.press('F7');
  await desk.page.locator('.fallback').waitFor();
}

const chosen = (desk) => desk.page.locator('#case').inputValue();

const CASES = [
  ['no-eligibility', 'no-eligibility', 'no-eligibility', '保険がない証明ではありません'],
  ['invalid', 'invalid', 'not-valid', '保険が変わっていないか'],
  ['person-error', 'unconfirmed', 'service', 'もう一度確認します'],
];

for (const [card, face, expected, sentence] of CASES) {
  test(`after ${card} the path begins with its case`, atDesk(async (desk) => {
    await desk.put(card);
    await desk.types('1234');
    await desk.shows(face);
    await opens(desk);
    assert.equal(await chosen(desk), expected);
    const text = await desk.text();
    assert.ok(text.includes(sentence), text);
    for (const paper of ['資格確認書', '資格情報のお知らせ', 'マイナポータル', '被保険者資格申立書']) {
      assert.ok(text.includes(paper), paper);
    }
    assert.ok(!text.includes('太郎'), 'nobody is named here');
  }));
}

for (const [card, expected] of [['pin-blocked', 'no-pin'], ['past-grace', 'certificate']]) {
  test(`${card}: the code stands beside what to write down`, atDesk(async (desk) => {
    await desk.put(card);
    await desk.shows('unconfirmed');
    const code = await desk.code();
    await opens(desk);
    assert.equal(await chosen(desk), expected);
    assert.ok((await desk.text()).includes(code));
  }));
}

test('it is reached from a button of the result, and from help', atDesk(async (desk) => {
  await desk.put('past-grace');
  await desk.shows('unconfirmed');
  await desk.page.locator('.follow-up').getByRole('button', { name: 'ほかの方法' }).click();
  await desk.page.locator('.fallback').waitFor();
  await desk.press('F1');
  await desk.page.getByRole('link', { name: /順を追って見る/ }).click();
  await desk.page.locator('.fallback').waitFor();
}));

test('the call centre is open on a Saturday morning, by the clock of the gateway', atDesk(
  { hash: '#other-ways' },
  async (desk) => {
    const line = desk.page.locator('.call-centre__line');
    await line.waitFor();
    assert.match(await line.innerText(), /受付時間内（16:00まで/);
    assert.match(await desk.text(), /0800-080-4583/);
  },
));

test('the administrator may name another call centre', atDesk(
  {
    hash: '#other-ways',
    config: { callCentre: { telephone: '03-0000-0000', ja: '平日 9〜17時', en: 'Mon–Fri 9–17' } },
  },
  async (desk) => {
    await desk.page.locator('.call-centre__number', { hasText: '03-0000-0000' }).waitFor();
    assert.match(await desk.text(), /平日 9〜17時/);
    assert.equal(await desk.page.locator('.call-centre__line').count(), 0);
  },
));

test('on paper there are the items of a declaration alone', atDesk(
  { hash: '#other-ways' },
  async (desk) => {
    await desk.page.locator('.declaration').waitFor();
    await desk.page.emulateMedia({ media: 'print' });
    assert.ok(await desk.page.locator('.declaration').isVisible());
    assert.ok(!(await desk.page.locator('.fallback__path').isVisible()));
    assert.ok(!(await desk.page.locator('.call-centre__number').isVisible()));
    assert.match(await desk.page.locator('.declaration').innerText(), /公式の様式ではありません/);
  },
));

test('every case can be chosen by keyboard', atDesk({ hash: '#other-ways' }, async (desk) => {
  await desk.tabsTo('#case');
  for (const key of ['Home', 'ArrowDown', 'ArrowDown']) {
    await desk.press(key);
  }
  await desk.page.locator('.fallback__path', { hasText: '受付では解除できません' }).waitFor();
}));
