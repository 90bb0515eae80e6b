// A mistake in config.json is named on the screen, with its line.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atDesk } from '../support/story.mjs';

const GOOD = [
  '{',
  '  "gateway": "https://gateway.example",',
  '  "facility": { "code": "1312345678", "name": "厚労医院" },',
  '  "terminalId": "PRACTICE-01",',
  '  "environment": "practice",',
  '  "anchors": ["anchors/practice-01.cer"],',
  '  "language": "ja",',
  '  "clearAfterSeconds": 60,',
  '  "training": true',
  '}',
];

function withLine(number, line) {
  const body = GOOD.map((good, index) => (index + 1 === number ? line : good)).join('\n');
  return {
    hash: '',
    before: (desk) => desk.page.route('**/config.json', (route) =>
      route.fulfill({ contentType: 'application/json', body })),
  };
}

const MISTAKES = [
  [2, '  "gateway": "http://gateway.example",', 'CONFIG-NOT-HTTPS'],
  [3, '  "facility": { "code": "131234567", "name": "厚労医院" },', 'CONFIG-LENGTH'],
  [5, '  "environment": "test",', 'CONFIG-WORD'],
  [6, '  "anchors": ["../secret.cer"],', 'CONFIG-PATH'],
  [7, '  "language": "ja", "colour": "blue",', 'CONFIG-KEY-UNKNOWN'],
  [8, '  "clearAfterSeconds": "60",', 'CONFIG-TYPE'],
  [9, '  "training": true,', 'CONFIG-SYNTAX'],
];

for (const [line, text, code] of MISTAKES) {
  test(`${code} is named with its line`, atDesk(withLine(line, text), async (desk) => {
    await desk.page.locator('#main', { hasText: code }).waitFor();
    const shown = await desk.text();
    // A comma too much is found where the next thing should stand.
    const lines = code === 'CONFIG-SYNTAX' ? [line, line + 1] : [line];
    assert.ok(lines.some((it) => new RegExp(`(^|\\D)${it}\\D`).test(shown)), shown);
  }));
}

test('a missing config.json is named', atDesk(
  {
    hash: '',
    before: (desk) => desk.page.route('**/config.json', (route) => route.fulfill({ status: 404 })),
  },
  async (desk) => {
    await desk.page.locator('#main', { hasText: 'CONFIG-UNREACHABLE' }).waitFor();
  },
));
