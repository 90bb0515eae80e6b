// The desk as a person uses it: the page in Chromium, the practice bench and the PIN pad.
// Reads what a person reads and presses what a person presses; knows nothing of the code.

import assert from 'node:assert/strict';
import { Witness } from './witness.mjs';

// Long enough for a slow machine that does other work; what is expected comes much sooner.
const PATIENCE = 15_000;

const SITE = process.env.SITE;
const GATEWAY = process.env.GATEWAY;

export class Desk {
  static async open(browser, options = {}) {
    const {
      site = SITE,
      gateway = GATEWAY,
      language = 'ja',
      colorScheme = 'light',
      hash = '#training',
      config = {},
      before = async () => {},
    } = options;
    const context = await browser.newContext({
      colorScheme,
      locale: language === 'ja' ? 'ja-JP' : 'en-GB',
      viewport: { width: 1280, height: 800 },
    });
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    const desk = new Desk(page, site, gateway);
    await desk.witness.watch(page);
    await page.route('**/config.json', async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ json: { ...(await answer.json()), language, ...config } });
    });
    await before(desk);
    await page.goto(`${site}/${hash}`);
    if (hash === '#training') {
      await page.locator('#bench-card').waitFor();
    }
    return desk;
  }

  constructor(page, site, gateway) {
    this.page = page;
    this.site = site;
    this.gateway = gateway;
    this.witness = new Witness([site, gateway]);
  }

  // The bench.

  async put(card) {
    await this.page.selectOption('#bench-card', card);
    await this.hand().click();
  }

  async take() {
    await this.hand().click();
  }

  async fault(name) {
    await this.page.selectOption('#bench-fault', name);
  }

  async reader(model) {
    await this.page.selectOption('#bench-model', model);
  }

  async plug() {
    await this.page.locator('.bench__action:not([data-kind="primary"])').click();
  }

  // One button puts the card down and takes it away again.
  hand() {
    return this.page.locator('.bench__action[data-kind="primary"]');
  }

  // The bench shows so many tries left for the PIN of user authentication.
  async hasTriesLeft(tries) {
    const counter = this.page.locator('[data-counter="authentication"]');
    await counter.filter({ hasText: new RegExp(`^${tries}$`) }).waitFor().catch(async () => {
      assert.fail(`expected ${tries} tries left, the bench shows ${await counter.textContent()}`);
    });
  }

  // What the page itself measured of the latest visit, on the browser's timeline.
  async figures() {
    return this.page.evaluate(
      () => performance.getEntriesByName('visit', 'measure').at(-1).detail,
    );
  }

  // The PIN.

  async types(pin) {
    await this.page.locator('.pin__dots').waitFor();
    await this.page.keyboard.type(pin);
    await this.page.keyboard.press('Enter');
  }

  async presses(pin) {
    for (const digit of pin) {
      await this.page.locator('.pin__key', { hasText: digit }).click();
    }
    await this.page.locator('.pin__side[data-kind="primary"]').click();
  }

  // The pad asks again, with so many tries left.
  async saysTriesLeft(tries) {
    await this.page.locator('#pin-tries', { hasText: String(tries) }).waitFor();
  }

  // What the screen says.

  async shows(face) {
    const stage = this.page.locator('.stage');
    await this.page.locator(`.stage[data-face="${face}"]`).waitFor().catch(async () => {
      const there = (await stage.count()) ? await stage.getAttribute('data-face') : 'no stage';
      const code = (await stage.count()) ? await stage.textContent() : '';
      assert.fail(`expected ${face}, the desk shows ${there}: ${code}`);
    });
    return this;
  }

  async asksForPin() {
    await this.page.locator('.pin__dots').waitFor();
  }

  async word() {
    return (await this.page.locator('.stage__word').textContent()).trim();
  }

  async code() {
    return (await this.page.locator('.stage__code').first().textContent()).replace(/[[\]]/g, '');
  }

  async text() {
    return this.page.locator('#main').innerText();
  }

  async waits() {
    await this.page.locator('.waiting').waitFor();
  }

  // Leaves whatever control was used last, as a click beside it does.
  async leavesControls() {
    await this.page.locator('#main').focus();
  }

  async press(key) {
    await this.page.keyboard.press(key);
  }

  // Goes there as someone without a mouse does.
  async tabsTo(selector) {
    for (let presses = 0; presses < 60; presses += 1) {
      if (await this.page.evaluate((it) => document.activeElement.matches(it), selector)) {
        return;
      }
      await this.press('Tab');
    }
    assert.fail(`the Tab key does not reach ${selector}`);
  }
}
