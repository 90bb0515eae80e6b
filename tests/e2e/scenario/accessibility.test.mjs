// axe finds nothing to object to, on any screen, light and dark, in Japanese and in English.

import { test } from 'node:test';
import { Form, insured, offers, replies } from '../support/insurance.mjs';
import { assertAccessible } from '../support/axe.mjs';
import { atDesk } from '../support/story.mjs';

const SCREENS = ['#reception', '#diagnosis', '#settings', '#help'];

for (const language of ['ja', 'en']) {
  for (const colorScheme of ['light', 'dark']) {
    const look = { language, colorScheme };

    test(`the screens besides the reception, ${language}, ${colorScheme}`, atDesk(
      { ...look, hash: '#reception' },
      async (desk) => {
        for (const hash of SCREENS) {
          await desk.page.goto(`${desk.site}/${hash}`);
          await desk.page.locator('#main h1, #main h2').first().waitFor();
          await assertAccessible(desk, hash);
        }
      },
    ));

    test(`every state of a visit, ${language}, ${colorScheme}`, atDesk(look, async (desk) => {
      await assertAccessible(desk, 'waiting');
      await desk.put('valid-adult');
      await desk.asksForPin();
      await assertAccessible(desk, 'PIN');
      await desk.types('1234');
      await desk.shows('valid');
      await assertAccessible(desk, 'valid');
    }));

    test(`verdicts and failures, ${language}, ${colorScheme}`, atDesk(look, async (desk) => {
      const answered = [['grace', 'valid-renew'], ['invalid', 'invalid'], ['multiple', 'multiple'],
        ['no-eligibility', 'no-eligibility'], ['person-error', 'unconfirmed']];
      for (const [card, face] of answered) {
        await desk.put(card);
        await desk.types('1234');
        await desk.shows(face);
        await assertAccessible(desk, card);
        await desk.take();
        await desk.press('Escape');
        await desk.waits();
      }
      await desk.put('one-try-left');
      await desk.shows('last-try');
      await assertAccessible(desk, 'last try');
    }));

    test(`symbol and number, ${language}, ${colorScheme}`, atDesk(
      {
        ...look,
        hash: '#insurance',
        before: async (desk) => {
          await offers(desk, { insuranceCheck: true, limitInfo: true });
          await replies(desk, { json: insured() });
        },
      },
      async (desk) => {
        const form = await Form.open(desk);
        await assertAccessible(desk, 'an empty form');
        await form.types('12', '345678', '123', 'S64.5.1', '06110828', '', '');
        await form.says('branch', 'wrong');
        await assertAccessible(desk, 'a form with a mistake and doubts');
        await form.input('branch').fill('1');
        await form.input('day').focus();
        await form.types('');
        await desk.shows('valid');
        await assertAccessible(desk, 'its answer');
      },
    ));

    test(`a broken configuration, ${language}, ${colorScheme}`, atDesk(
      { ...look, hash: '', config: { gateway: 42 } },
      async (desk) => {
        await desk.page.locator('#main', { hasText: 'CONFIG-TYPE' }).waitFor();
        await assertAccessible(desk, 'configuration');
      },
    ));
  }
}
