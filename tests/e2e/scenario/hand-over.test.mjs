// Handing a result on: each way with one key or button, and every export opened again by a
// reader that shares no code with the page.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { broken, files, pickable } from '../support/folder.mjs';
import { read } from '../support/readers.mjs';
import { atDesk } from '../support/story.mjs';

const OFFICIAL_NAME = /^OQSsiquc01res_face_[0-9A-Za-z-]+_\d{14}\.xml$/;

async function checked(desk, card, face) {
  await desk.put(card);
  await desk.types('1234');
  await desk.shows(face);
}

function said(desk, text) {
  return desk.page.locator('.hand-over__said', { hasText: text }).waitFor();
}

async function clipboard(desk) {
  return desk.page.evaluate(() => navigator.clipboard.readText());
}

function keys(desk) {
  return desk.page.locator('.key-bar__cap').allTextContents();
}

const withClipboard = {
  before: (desk) =>
    desk.page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: desk.site }),
};
const withFolder = { before: (desk) => pickable(desk.page) };

async function downloaded(desk, act) {
  const coming = desk.page.waitForEvent('download');
  await act();
  const download = await coming;
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

test('F9 copies the text of the official app', atDesk(withClipboard, async (desk) => {
  await checked(desk, 'valid-adult', 'valid');
  await desk.press('F9');
  await said(desk, 'コピーしました');
  const items = read('clipboard', Buffer.from(await clipboard(desk)));
  assert.equal(items['保険者番号'], '06110829');
  assert.equal(items['記号'], '12');
  assert.equal(items['番号'], '345678');
  assert.equal(items['氏名'], '厚労　太郎');
  assert.equal(items['生年月日'], '1980-04-01');
  assert.equal(items['資格有効性'], undefined);
}));

test('a result that cannot be used says so in what is copied and in the name of its file', atDesk(
  withClipboard,
  async (desk) => {
    await checked(desk, 'invalid', 'invalid');
    await desk.press('F9');
    await said(desk, 'コピーしました');
    assert.equal(read('clipboard', Buffer.from(await clipboard(desk)))['資格有効性'], '無効');
    const { name, bytes } = await downloaded(desk, () =>
      desk.page.getByRole('button', { name: 'CSV' }).click());
    assert.match(name, /_invalid_\d{14}\.csv$/);
    assert.equal(read('csv', bytes)[0].QualificationValidity, '2');
  },
));

test('F10 writes the official file, again under another name, and asks for the folder once', atDesk(
  withFolder,
  async (desk) => {
    await checked(desk, 'limit-application', 'valid');
    await desk.press('F10');
    await said(desk, '「face」に保存しました');
    await desk.press('F10');
    await desk.page.locator('.hand-over__said', { hasText: '-1_' }).waitFor();
    const found = await files(desk.page);
    assert.equal(Object.keys(found).length, 2);
    for (const [name, bytes] of Object.entries(found)) {
      assert.match(name, OFFICIAL_NAME);
      const items = read('xml', bytes);
      assert.equal(items.encoding, 'Shift_JIS');
      assert.equal(items.CharacterCodeIdentifier, '1');
      assert.equal(items.InsurerNumber.trim(), '06409999');
      assert.equal(items.Name, '厚労　冬美');
      assert.equal(items.SpecificDiseasesSelfPay, '10000');
    }
    assert.equal(await desk.page.evaluate(() => window.picked), 1);
  },
));

test('the folder is known again after a reload', atDesk(withFolder, async (desk) => {
  await checked(desk, 'valid-adult', 'valid');
  await desk.press('F10');
  await said(desk, '「face」に保存しました');
  await desk.page.reload();
  await desk.page.locator('#bench-card').waitFor();
  await checked(desk, 'valid-adult', 'valid');
  await desk.press('F10');
  await said(desk, '「face」に保存しました');
  // The count began anew with the page.
  assert.equal(await desk.page.evaluate(() => window.picked), 0);
  await desk.page.getByRole('button', { name: '別のフォルダに保存' }).click();
  await desk.page.waitForFunction(() => window.picked === 1);
}));

const TROUBLES = [
  ['picker', 'SecurityError', 'DESK-SAVE-REFUSED'],
  ['permission', '', 'DESK-SAVE-REFUSED'],
  ['create', 'NotFoundError', 'DESK-SAVE-FOLDER-GONE'],
  ['create', 'NoModificationAllowedError', 'DESK-SAVE-LOCKED'],
  ['write', 'QuotaExceededError', 'DESK-SAVE-FULL'],
  ['close', 'OperationError', 'DESK-SAVE-FAILED'],
];
for (const [step, exception, code] of TROUBLES) {
  test(`when ${step} ends with ${exception || 'no'}, the desk hears ${code}`, atDesk(
    { before: (desk) => broken(desk.page, step, exception) },
    async (desk) => {
      await checked(desk, 'valid-adult', 'valid');
      await desk.press('F10');
      await said(desk, code);
    },
  ));
}

test('who closes the picker has saved nothing, and that is no fault', atDesk(
  { before: (desk) => broken(desk.page, 'picker', 'AbortError') },
  async (desk) => {
    await checked(desk, 'valid-adult', 'valid');
    await desk.press('F10');
    await said(desk, '保存していません');
  },
));

test('a browser without folders gives the official file as a download', atDesk(
  { before: (desk) => desk.page.addInitScript(() => { delete window.showDirectoryPicker; }) },
  async (desk) => {
    await checked(desk, 'padded-insurer', 'valid');
    const { name, bytes } = await downloaded(desk, () => desk.press('F10'));
    assert.match(name, OFFICIAL_NAME);
    assert.equal(read('xml', bytes).InsurerNumber.trim(), '349993');
  },
));

test('CSV and FHIR are read by others', atDesk(async (desk) => {
  await checked(desk, 'elderly-70-74', 'valid');
  const rows = await downloaded(desk, () => desk.press('F3'));
  assert.match(rows.name, /^shikaku-kakunin_\d{14}\.csv$/);
  const [row] = read('csv', rows.bytes);
  assert.equal(row.InsuredIdentificationNumber, '0012345');
  assert.equal(row.ElderlyRecipientContributionRatio, '020');
  const bundle = await downloaded(desk, () => desk.press('F6'));
  assert.match(bundle.name, /^shikaku-kakunin_\d{14}\.json$/);
  const found = read('fhir', bundle.bytes);
  assert.ok(found.kinds.includes('Coverage'), found.kinds.join());
  assert.deepEqual(found.inforce, [true]);
}));

test('what was not confirmed cannot be handed on as a result', atDesk(withClipboard, async (desk) => {
  await desk.page.evaluate(() => navigator.clipboard.writeText('before'));
  await checked(desk, 'unknown-code', 'unconfirmed');
  const offered = await keys(desk);
  assert.ok(!offered.includes('F9') && !offered.includes('F10'), offered.join());
  await desk.press('F9');
  await desk.press('F10');
  assert.match(await desk.text(), /渡せるものはありません/);
  assert.equal(await desk.page.getByRole('button', { name: 'CSV' }).count(), 0);
  assert.equal(await clipboard(desk), 'before');
}));

test('of several eligibilities the one is copied that the arrow keys chose', atDesk(
  withClipboard,
  async (desk) => {
    await checked(desk, 'multiple', 'multiple');
    assert.ok(!(await keys(desk)).includes('F9'));
    await desk.tabsTo('input[name="eligibility"]');
    await desk.press('ArrowDown');
    await desk.page.locator('.eligibility[data-meant="true"]', { hasText: '練習大阪市国民健康保険' }).waitFor();
    await desk.press('F9');
    await said(desk, 'コピーしました');
    const items = read('clipboard', Buffer.from(await clipboard(desk)));
    assert.equal(items['保険者名'], '練習大阪市国民健康保険');
  },
));

const inEnglishWithoutPrinter = {
  language: 'en',
  // A browser without a window never ends its own print dialog.
  before: (desk) => desk.page.addInitScript(() => {
    window.printed = 0;
    window.print = () => { window.printed += 1; };
  }),
};

test('F8 prints one small slip in Japanese, whatever the language', atDesk(inEnglishWithoutPrinter, async (desk) => {
  await checked(desk, 'limit-application', 'valid');
  await desk.press('F8');
  await said(desk, 'The print dialog was opened');
  assert.equal(await desk.page.evaluate(() => window.printed), 1);
  await desk.page.emulateMedia({ media: 'print' });
  const slip = desk.page.locator('.slip');
  assert.ok(await slip.isVisible());
  for (const other of ['.head', '.stage', '.follow-up', '.bench', '.key-bar']) {
    assert.ok(!(await desk.page.locator(other).first().isVisible()), `${other} is printed`);
  }
  const text = await slip.innerText();
  for (const line of ['資格確認結果票', '有効', '練習用', '06409999', '厚労　冬美', '資格確認書ではありません']) {
    assert.ok(text.includes(line), `${line} is missing in: ${text}`);
  }
  const pdf = (await desk.page.pdf({ preferCSSPageSize: true })).toString('latin1');
  assert.equal(pdf.match(/\/Type\s*\/Page\b/g).length, 1, 'the slip is one sheet');
  const [width, height] = pdf.match(/\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)/).slice(1).map(Number);
  // A5 is 148 by 210 mm; a point is 1/72 inch.
  assert.ok(Math.abs(width - 419.5) < 2 && Math.abs(height - 595.3) < 2, `${width} x ${height}`);
}));

test('nothing about the patient is kept by what was handed on', atDesk(withFolder, async (desk) => {
  await checked(desk, 'valid-adult', 'valid');
  await desk.press('F10');
  await said(desk, '保存しました');
  await desk.take();
  await desk.press('Escape');
  await desk.waits();
  const kept = await desk.page.evaluate(async () => {
    const open = indexedDB.open('desk');
    const database = await new Promise((resolve) => { open.onsuccess = () => resolve(open.result); });
    const all = database.transaction('folders').objectStore('folders').getAll();
    const handles = await new Promise((resolve) => { all.onsuccess = () => resolve(all.result); });
    return { handles: handles.map(({ kind, name }) => [kind, name]), local: { ...localStorage } };
  });
  assert.deepEqual(kept.handles, [['directory', 'face']]);
  assert.ok(!JSON.stringify(kept.local).includes('345678'));
  assert.ok(!(await desk.page.content()).includes('太郎'));
}));
