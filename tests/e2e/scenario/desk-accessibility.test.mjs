// 履歴, 確認できないとき, 災害時 and medical information: light and dark, in both languages, on
// both sizes of screen: axe objects to nothing, and nothing is wider than the page.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertAccessible } from '../support/axe.mjs';
import { DISASTER, MEDICAL, ledTo, ownGateway } from '../support/own-gateway.mjs';
import { atDesk } from '../support/story.mjs';

let own;
before(async () => { own = await ownGateway(process.env.SITE, DISASTER + MEDICAL); });
after(() => own?.stop());

const PICTURES = process.env.PICTURES;

async function look(desk, name) {
  await assertAccessible(desk, name);
  for (const [width, height] of [[1280, 800], [1024, 768]]) {
    await desk.page.setViewportSize({ width, height });
    const wide = await desk.page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= width, `${name} is ${wide} wide at ${width}`);
    if (PICTURES) {
      await desk.page.screenshot({ path: `${PICTURES}/${name}-${width}.png` });
      await desk.page.screenshot({ path: `${PICTURES}/${name}-${width}-full.png`, fullPage: true });
    }
  }
}

for (const language of ['ja', 'en']) {
  for (const colorScheme of ['light', 'dark']) {
    const kind = `${language}-${colorScheme}`;
    const options = { language, colorScheme, before: ledTo(() => own) };

    test(`history and other ways, ${kind}`, atDesk(options, async (desk) => {
      const { page } = desk;
      await desk.leavesControls();
      await desk.press('F4');
      await page.locator('.sheet .notice').waitFor();
      await look(desk, `history-empty-${kind}`);
      await desk.press('Escape');
      await page.locator('#bench-card').waitFor();
      for (const [card, face] of [['valid-adult', 'valid'], ['invalid', 'invalid'],
        ['no-eligibility', 'no-eligibility'], ['person-error', 'unconfirmed'], ['grace', 'valid-renew']]) {
        await desk.put(card);
        await desk.types('1234');
        await desk.shows(face);
        await desk.take();
        await desk.press('F12');
        await desk.waits();
      }
      await desk.put('past-grace');
      await desk.shows('unconfirmed');
      await look(desk, `reception-doubt-${kind}`);
      await desk.leavesControls();
      await desk.press('F7');
      await page.locator('.fallback').waitFor();
      await look(desk, `other-ways-${kind}`);
      await desk.press('F4');
      await page.locator('.grid__table').waitFor();
      await look(desk, `history-${kind}`);
      await page.locator('.button[data-kind="danger"]').click();
      await page.locator('#history-question').waitFor();
      await look(desk, `history-question-${kind}`);
    }));

    test(`medical information, ${kind}`, atDesk(options, async (desk) => {
      const { page } = desk;
      await desk.put('valid-adult');
      await desk.types('1234');
      await desk.shows('valid');
      await look(desk, `result-medical-${kind}`);
      await page.evaluate(() => { location.hash = '#medical'; });
      await page.locator('#medication').waitFor();
      await look(desk, `medical-closed-${kind}`);
      await page.locator('input[name="role"][value="physician"]').check();
      for (const list of ['medication', 'checkup']) {
        await page.locator(`#${list}`).check();
      }
      for (const button of await page.locator('.medical__head .button').all()) {
        await button.click();
      }
      await page.locator('.medical__groups').waitFor();
      await page.locator('.grid__table', { hasText: 'ファモチジン' }).waitFor();
      await look(desk, `medical-${kind}`);
    }));

    test(`without a card, ${kind}`, atDesk({ ...options, hash: '#medical' }, async (desk) => {
      await desk.page.locator('#sought-name').waitFor();
      await look(desk, `medical-without-card-${kind}`);
    }));
  }
}
