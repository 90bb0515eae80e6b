// axe finds nothing to object to in what the page shows now.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export async function assertAccessible(desk, where) {
  // At the end of the page nothing lies behind the bar of keys; elsewhere it is chance what does.
  await desk.page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
  // Evaluated by the debugger, which the page's policy does not bind: nothing is loosened.
  await desk.page.evaluate(AXE);
  // A colour on its way from one to another is none that anybody chose.
  await desk.page.evaluate(() => Promise.allSettled(
    document.getAnimations()
      .filter(({ effect }) => effect.getComputedTiming().iterations !== Infinity)
      .map(({ finished }) => finished),
  ));
  const { violations } = await desk.page.evaluate(
    (values) => window.axe.run(document, { runOnly: { type: 'tag', values } }),
    RULES,
  );
  await desk.page.evaluate(() => window.scrollTo(0, 0));
  const found = violations.map(
    ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ target }) => target).join(', ')}`,
  );
  assert.deepEqual(found, [], where);
}
