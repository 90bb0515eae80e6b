// Figures of a table of 10,000 patients in Chromium, as one JSON line for `cargo xtask bench`:
// the 一括照会 of the page beside PapaParse with a virtual list by TanStack. The page judges
// every row besides; the other does not.

import { parseArgs } from 'node:util';
import { launch } from './support/browser.mjs';
import { Desk } from './support/desk.mjs';
import { long } from './support/table.mjs';

const ROWS = 10_000;
const ROUNDS = 5;

const { values } = parseArgs({
  options: { site: { type: 'string' }, gateway: { type: 'string' } },
});

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

const OURS = {
  input: '#batch-file', preview: '.preview', next: '.batch__matching button[data-kind="primary"]',
  list: '.grid', row: '.grid__row',
};
const COMPARED = {
  input: '#file', preview: '.previewed', next: '#next', list: '#list', row: '#list .row',
};

// In the page: hands a file over, goes on, scrolls; milliseconds of each.
async function inPage({ names, text }) {
  const drawn = () => new Promise((done) => { requestAnimationFrame(() => setTimeout(done)); });
  const there = async (selector) => {
    while (!document.querySelector(selector)) await drawn();
    return document.querySelector(selector);
  };
  const input = await there(names.input);
  const given = new DataTransfer();
  given.items.add(new File([text], 'bookings.csv', { type: 'text/csv' }));
  input.files = given.files;
  const begun = performance.now();
  input.dispatchEvent(new Event('change', { bubbles: true }));
  await there(names.preview);
  const imported = performance.now();
  (await there(names.next)).click();
  const list = await there(names.list);
  await there(names.row);
  await drawn();
  const listed = performance.now();
  // From end to end, further each time than what is drawn in advance.
  const steps = 100;
  const far = (list.scrollHeight - list.clientHeight) / steps;
  let longest = 0;
  for (let step = 1; step <= steps; step += 1) {
    const before = performance.now();
    list.scrollTop = step * far;
    await drawn();
    longest = Math.max(longest, performance.now() - before);
  }
  const scrolled = performance.now();
  return {
    importMs: imported - begun,
    listMs: listed - imported,
    scrollMs: (scrolled - listed) / steps,
    longestMs: longest,
    rowsInDocument: document.querySelectorAll(names.row).length,
  };
}

async function ours(browser, text) {
  const desk = await Desk.open(browser, { ...values, hash: '#batch' });
  await desk.page.locator(OURS.input).waitFor({ state: 'attached' });
  const figures = await desk.page.evaluate(inPage, { names: OURS, text });
  await desk.page.context().close();
  return figures;
}

async function compared(browser, text) {
  const page = await browser.newPage();
  await page.goto(`${values.site}/measure/table/table.html`);
  const figures = await page.evaluate(inPage, { names: COMPARED, text });
  await page.context().close();
  return figures;
}

const browser = await launch();
const text = long(ROWS);
const [own, other] = [[], []];
for (let round = 0; round < ROUNDS; round += 1) {
  own.push(await ours(browser, text));
  other.push(await compared(browser, text));
}
await browser.close();
const middle = (rounds) => Object.fromEntries(
  Object.keys(rounds[0]).map((key) => [key, median(rounds.map((round) => round[key]))]),
);
console.log(JSON.stringify({ rows: ROWS, ours: middle(own), compared: middle(other) }));
