// 薬剤情報・特定健診情報: nothing of it with a gateway of the limited type. Else after 有効,
// with a role and a consent for each kind; gone with the result, and never on paper.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { MEDICAL, ledTo, ownGateway } from '../support/own-gateway.mjs';
import { atDesk } from '../support/story.mjs';

let own;
before(async () => { own = await ownGateway(process.env.SITE, MEDICAL); });
after(() => own?.stop());

const there = { before: ledTo(() => own) };
const ENTRY = { name: '薬剤・健診情報' };

async function valid(desk, card = 'valid-adult') {
  await desk.put(card);
  await desk.types('1234');
  await desk.shows('valid');
}

async function opens(desk) {
  await valid(desk);
  await desk.page.getByRole('button', ENTRY).click();
  await desk.page.locator('#medication').waitFor();
}

const shows = (desk, kind) => desk.page.locator('.panel', {
  has: desk.page.locator(`h2:text-is("${kind}")`),
}).getByRole('button');

test('a gateway of the limited type: nothing of it', atDesk(async (desk) => {
  await valid(desk);
  assert.ok(!(await desk.page.content()).includes('薬剤'));
  assert.equal(await desk.page.getByRole('button', ENTRY).count(), 0);
}));

test('with role and consent the lists are shown, each by itself', atDesk(there, async (desk) => {
  await opens(desk);
  const { page } = desk;
  const medication = shows(desk, '薬剤情報');
  assert.ok(await medication.isDisabled());
  await page.locator('input[name="role"][value="physician"]').check();
  assert.ok(await medication.isDisabled(), 'a role alone is not enough');
  await page.locator('#medication').check();
  await page.locator('.medical__time', { hasText: /9:0\d/ }).waitFor();
  await medication.click();
  await page.locator('.grid__table', { hasText: 'ファモチジン' }).waitFor();
  assert.ok(await shows(desk, '特定健診情報').isDisabled(), 'to the other kind nobody agreed');
  await page.locator('#checkup').check();
  await shows(desk, '特定健診情報').click();
  await page.locator('.grid__table', { hasText: '170.8' }).waitFor();
  await page.emulateMedia({ media: 'print' });
  assert.ok(!(await page.locator('.medical').isVisible()), 'nothing of it on paper');
  await page.emulateMedia({ media: 'screen' });
  await page.locator('#checkup').uncheck();
  await page.locator('.grid__table', { hasText: '170.8' }).waitFor({ state: 'detached' });
}));

test('a pharmacist sees no checkups, and a role that is not here is refused', atDesk(there, async (desk) => {
  await opens(desk);
  const { page } = desk;
  await page.locator('#medication').check();
  await page.locator('#checkup').check();
  await page.locator('input[name="role"][value="pharmacist"]').check();
  assert.ok(await shows(desk, '特定健診情報').isDisabled());
  assert.ok(await shows(desk, '薬剤情報').isEnabled());
  await page.locator('input[name="role"][value="dentist"]').check();
  await shows(desk, '薬剤情報').click();
  await page.locator('.notice', { hasText: 'GATE-ROLE' }).waitFor();
}));

test('all of it goes with the result, and is kept nowhere', atDesk(
  { ...there, config: { clearAfterSeconds: 20 } },
  async (desk) => {
    await opens(desk);
    const { page } = desk;
    await page.locator('input[name="role"][value="physician"]').check();
    await page.locator('#medication').check();
    await shows(desk, '薬剤情報').click();
    await page.locator('.grid__table', { hasText: 'ファモチジン' }).waitFor();
    await page.locator('.grid__table').waitFor({ state: 'detached', timeout: 30_000 });
    assert.ok(!(await page.content()).includes('ファモチジン'));
    const kept = await page.evaluate(async () => JSON.stringify([
      { ...localStorage }, { ...sessionStorage }, await caches.keys(), await indexedDB.databases(),
    ]));
    assert.ok(!kept.includes('ファモチジン') && !kept.includes('太郎'), kept);
    await desk.leavesControls();
    await desk.press('F4');
    const row = page.locator('.grid__table tbody tr').first();
    await row.waitFor();
    assert.match(await row.innerText(), /薬剤情報を閲覧/);
  },
));

test('after anything but 有効 there is no way to it', atDesk(there, async (desk) => {
  for (const [card, face] of [['grace', 'valid-renew'], ['invalid', 'invalid'], ['multiple', 'multiple']]) {
    await desk.put(card);
    await desk.types('1234');
    await desk.shows(face);
    assert.equal(await desk.page.getByRole('button', ENTRY).count(), 0, card);
    await desk.take();
    await desk.press('Escape');
    await desk.waits();
  }
}));
