// 目視: checks without PIN, with a real gateway that offers them. Nothing of them is on the
// page otherwise; staff tick what the card then signs; no try of the PIN is ever spent.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, test } from 'node:test';
import { atDesk } from '../support/story.mjs';
import { VisualGateway } from '../support/visual-gateway.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

let gateway;

after(() => gateway?.stop());

// At a desk whose gateway offers checks without PIN.
function offered(options, story) {
  if (typeof options === 'function') {
    return offered({}, options);
  }
  const before = async (desk) => {
    gateway ??= await VisualGateway.start(desk.site);
    await gateway.standInFor(desk);
    await options.before?.(desk);
  };
  return atDesk({ ...options, before }, story);
}

async function choose(desk) {
  await desk.page.locator('#by-eye').check();
}

async function compares(desk) {
  await desk.page.locator('#face-photo').waitFor();
}

const goOn = (desk) => desk.page.locator('.pin--question .button[data-kind="primary"]');

async function assertAccessible(desk, where) {
  await desk.page.evaluate(AXE);
  const { violations } = await desk.page.evaluate(
    (values) => window.axe.run(document, { runOnly: { type: 'tag', values } }),
    RULES,
  );
  const found = violations.map(
    ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ target }) => target).join(', ')}`,
  );
  assert.deepEqual(found, [], where);
}

test('a gateway that does not offer it shows nothing of it', atDesk(async (desk) => {
  await desk.waits();
  await desk.page.locator('#limit-consent').waitFor();
  assert.equal(await desk.page.locator('#by-eye').count(), 0);
  await desk.put('pin-blocked');
  await desk.shows('unconfirmed');
  assert.equal(await desk.code(), 'CARD-PIN-UNUSABLE');
  assert.ok(!(await desk.text()).includes('目視'), await desk.text());
}));

test('staff compare, tick and go on, and the card is answered', offered(async (desk) => {
  const asked = desk.page.waitForRequest(
    (request) => request.url().endsWith('/v1/challenges') && request.method() === 'POST');
  await choose(desk);
  await desk.put('valid-adult');
  await compares(desk);
  assert.ok(await goOn(desk).isDisabled(), 'nothing was ticked yet');
  await desk.page.locator('#face-photo').check();
  await goOn(desk).click();
  await desk.shows('valid');
  await desk.hasTriesLeft(3);
  const context = (await asked).postDataJSON();
  assert.equal(context.authMethod, 'visual');
  assert.deepEqual(context.staffConfirmation, { facePhoto: '1' });
  // The next patient has a PIN again.
  await desk.take();
  await desk.press('Escape');
  await desk.waits();
  assert.ok(!(await desk.page.locator('#by-eye').isChecked()));
  await desk.put('valid-adult');
  await desk.types('1234');
  await desk.shows('valid');
}));

test('with the keyboard alone', offered(async (desk) => {
  await desk.tabsTo('#by-eye');
  await desk.press('Space');
  await desk.put('face-authentication');
  await compares(desk);
  await desk.leavesControls();
  await desk.tabsTo('#face-photo');
  await desk.press('Space');
  await desk.tabsTo('.pin--question .button[data-kind="primary"]');
  await desk.press('Enter');
  await desk.shows('valid');
}));

test('without the tick nothing is asked', offered(async (desk) => {
  let asked = 0;
  desk.page.on('request', (request) => {
    asked += /challenges|checks/.test(request.url()) ? 1 : 0;
  });
  await choose(desk);
  await desk.put('valid-adult');
  await compares(desk);
  await desk.page.locator('.pin--question .button:not([data-kind="primary"])').click();
  await desk.waits();
  assert.equal(asked, 0);
  await desk.hasTriesLeft(3);
}));

test('a card that does not know the verifier spends no try', offered(async (desk) => {
  await choose(desk);
  await desk.put('grace');
  await compares(desk);
  await desk.page.locator('#face-photo').check();
  await goOn(desk).click();
  await desk.shows('unconfirmed');
  assert.equal(await desk.code(), 'CARD-VERIFIER-REFUSED');
  assert.ok(!(await desk.text()).includes('無効です'), 'not a word against the insurance');
  await desk.hasTriesLeft(3);
}));

for (const language of ['ja', 'en']) {
  for (const colorScheme of ['light', 'dark']) {
    test(`it can be read and reached, ${language}, ${colorScheme}`, offered(
      { language, colorScheme },
      async (desk) => {
        await choose(desk);
        await assertAccessible(desk, 'the choice');
        await desk.put('valid-adult');
        await compares(desk);
        await assertAccessible(desk, 'the comparison');
        for (const viewport of [{ width: 1280, height: 800 }, { width: 1024, height: 768 }]) {
          await desk.page.setViewportSize(viewport);
          const { bottom } = await goOn(desk).evaluate((it) => it.getBoundingClientRect().toJSON());
          assert.ok(bottom <= viewport.height, `the button is below ${viewport.height}: ${bottom}`);
          if (process.env.PICTURES) {
            await desk.page.screenshot({
              path: `${process.env.PICTURES}/${language}-${colorScheme}-${viewport.width}.png`,
            });
          }
        }
      },
    ));
  }
}
