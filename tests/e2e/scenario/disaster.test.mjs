// 災害時: nothing of it unless the gateway announces it; then loud on every screen, with what
// it allows, until when, and the way there. What nobody knows is shown as it came.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DISASTER, MEDICAL, ledTo, ownGateway } from '../support/own-gateway.mjs';
import { atDesk } from '../support/story.mjs';

let own;
before(async () => { own = await ownGateway(process.env.SITE, DISASTER + MEDICAL); });
after(() => own?.stop());

const BAND = '.band[data-kind="disaster"]';
const there = { before: ledTo(() => own) };

test('without an announcement there is nothing of it', atDesk({ hash: '#reception' }, async (desk) => {
  await desk.page.locator('.band[data-kind="practice"]').waitFor();
  assert.equal(await desk.page.locator(BAND).count(), 0);
  assert.ok(!(await desk.page.content()).includes('災害'));
}));

for (const hash of ['#reception', '#insurance', '#history', '#help', '#settings', '#diagnosis']) {
  test(`the band stands on ${hash}`, atDesk({ ...there, hash }, async (desk) => {
    const band = desk.page.locator(BAND);
    await band.waitFor();
    await band.getByRole('button', { name: '記号番号' }).waitFor();
    const text = await band.innerText();
    for (const word of ['災害時', '練習の地震', 'カードなしで資格を確認', 'カードなしで薬剤・健診情報',
      'measure-of-tomorrow', '令和8年11月30日', '23:59まで']) {
      assert.ok(text.includes(word), `${word} in ${text}`);
    }
  }));
}

test('its buttons lead to what it allows', atDesk({ ...there, hash: '#reception' }, async (desk) => {
  const band = desk.page.locator(BAND);
  await band.getByRole('button', { name: '記号番号' }).click();
  await desk.page.waitForURL(/#insurance$/);
  await band.getByRole('button', { name: '薬剤・健診情報' }).click();
  await desk.page.waitForURL(/#medical$/);
  await desk.page.locator('#sought-name').waitFor();
}));

test('somebody is found by name, and a My Number is taken nowhere', atDesk(
  { ...there, hash: '#medical' },
  async (desk) => {
    const { page } = desk;
    const show = page.getByRole('button', { name: '表示する' });
    await page.locator('#sought-name').fill('厚労 太郎');
    await page.locator('#sought-birthdate').fill('1980-04-01');
    await page.locator('input[name="sought-sex"][value="1"]').check();
    await page.locator('#sought-insurer').fill('123456789012');
    await page.locator('input[name="role"][value="physician"]').check();
    assert.ok(await show.first().isDisabled());
    await page.locator('.field__problem', { hasText: '12桁' }).waitFor();
    await page.locator('#sought-insurer').fill('');
    await show.first().click();
    await page.locator('.notice', { hasText: 'GATE-PERSON-UNKNOWN' }).waitFor();
    await page.locator('#sought-insurer').fill('06110829');
    await show.first().click();
    await page.locator('.grid__table', { hasText: 'ファモチジン' }).waitFor();
    // It goes with the screen.
    await desk.leavesControls();
    await desk.press('Escape');
    await page.locator('.reception').waitFor();
    assert.ok(!(await page.content()).includes('ファモチジン'));
    await desk.press('F4');
    const row = page.locator('.grid__table tbody tr');
    await row.first().waitFor();
    assert.match(await row.first().innerText(), /薬剤・健診情報[\s\S]*薬剤情報を閲覧/);
    const sent = decodeURIComponent(desk.witness.requests.join('\n'));
    assert.ok(!sent.includes('太郎'), 'nobody is named in an address');
  },
));
