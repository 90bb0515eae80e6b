// Both languages have every text that the pages and the manifest name, and no other.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';

const root = new URL('../../', import.meta.url);
const read = (path) => readFileSync(new URL(path, root), 'utf8');
const texts = (language) => JSON.parse(read(`_locales/${language}/messages.json`));

/** Keys made of a word that only runs know: state_ready and its like. */
const STATES = ['checking', 'ready', 'missing', 'forbidden', 'ended', 'hostOld', 'extensionOld'];

test('Japanese and English have the same keys in the same order', () => {
  assert.deepEqual(Object.keys(texts('ja')), Object.keys(texts('en')));
  assert.equal(texts('ja').lang.message, 'ja');
  assert.equal(texts('en').lang.message, 'en');
});

test('every text is used and every use has its text', () => {
  const sources = readdirSync(new URL('src/', root)).map((name) => read(`src/${name}`));
  sources.push(read('manifest.template.json'));
  const used = new Set(STATES.flatMap((state) => [`state_${state}`, `advice_${state}`]));
  for (const source of sources) {
    for (const [, ...keys] of source.matchAll(/data-text="(\w+)"|text\("(\w+)"[,)]|__MSG_(\w+)__/g)) {
      used.add(keys.find(Boolean));
    }
  }
  assert.deepEqual([...used].sort(), Object.keys(texts('ja')).sort());
});

test('names and descriptions are as short as the browser wants them', () => {
  for (const language of ['ja', 'en']) {
    const { name, shortName, description } = texts(language);
    assert.ok(name.message.length <= 75 && description.message.length <= 132, language);
    assert.ok(shortName.message.length <= 20, language);
  }
});
