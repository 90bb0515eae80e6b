// A test as a story at a desk: one browser for all stories of a file, one page for each.

import { after } from 'node:test';
import { launch } from './browser.mjs';
import { Desk } from './desk.mjs';

let browser;

after(() => browser?.close());

// `atDesk(async (desk) => …)`, or with options of `Desk.open` first.
export function atDesk(options, story) {
  if (typeof options === 'function') {
    return atDesk({}, options);
  }
  return async () => {
    browser ??= await launch();
    const desk = await Desk.open(browser, options);
    try {
      await story(desk);
      desk.witness.assertClean();
    } finally {
      await desk.page.context().close();
    }
  };
}
