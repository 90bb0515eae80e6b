// Does the main job once, as a person would: puts the practice card on the reader, types the
// PIN, reads the verdict. Prints one JSON line; `cargo xtask demo --headless` calls it.

import { parseArgs } from 'node:util';
import { launch } from './support/browser.mjs';
import { Desk } from './support/desk.mjs';

const { values } = parseArgs({
  options: {
    site: { type: 'string' },
    gateway: { type: 'string' },
    reader: { type: 'string', default: 'extended' },
  },
});

const browser = await launch();
try {
  const desk = await Desk.open(browser, values);
  await desk.reader(values.reader);
  const answered = desk.page.waitForResponse(
    (response) =>
      response.url() === `${values.gateway}/v1/checks/card` && response.request().method() === 'POST',
  );
  await desk.put('valid-adult');
  await desk.types('1234');
  const answer = await answered;
  await desk.shows('valid');
  if (answer.status() !== 200) {
    throw new Error(`the gateway answered ${answer.status()}`);
  }
  desk.witness.assertClean();
  console.log(JSON.stringify({ verdict: 'valid', ...(await desk.figures()) }));
} finally {
  await browser.close();
}
