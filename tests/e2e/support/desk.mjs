// The desk as a person uses it: the page in Chromium, the practice bench and the PIN pad.
// Reads what a person reads and presses what a person presses; knows nothing of the code.

import assert from 'node:assert/strict';
import { launch } from './browser.mjs';
import { Witness } from './witness.mjs';

// Long enough for a slow machine that does other work; what is expected comes much sooner.
const PATIENCE = 20_000;

const SITE = process.env.SITE;
const GATEWAY = process.env.GATEWAY;

// A test at a desk in training: `atDesk(async (desk) => …)`, or with options first.
export function atDesk(options, story) {
  if (typeof options === 'function') {
    return atDesk({}, options);
  }
  return async () => {
    const browser = await launch();
    try {
      const desk = await Desk.open(browser, options);
      await story(desk);
      desk.witness.assertClean();
    } finally {
      await browser.close();
    }
  };
}

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
    await this.bench('put').click();
  }

  async take() {
    await this.bench('take').click();
  }

  async fault(name) {
    await this.page.selectOption('#bench-fault', name);
  }

  async reader(model) {
    await this.page.selectOption('#bench-model', model);
  }

  async plug() {
    await this.bench('plug').click();
  }

  bench(action) {
    return this.page.locator(`.bench [data-action="${action}"]`);
  }

  // Tries left that the bench shows for the PIN of user authentication.
  async triesLeft() {
    const text = await this.page.locator('.bench [data-counter="authentication"]').textContent();
    return Number(text.match(/\d+/)?.[0]);
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

  async press(key) {
    await this.page.keyboard.press(key);
  }
}
