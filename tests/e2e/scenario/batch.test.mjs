// 一括照会: a table goes in, a word for each patient comes out; nobody is asked about twice,
// and nothing about them stays.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { assertAccessible as accessible } from '../support/axe.mjs';
import { atDesk } from '../support/story.mjs';
import { HEADING, PEOPLE, TABLE, ask, counted, give } from '../support/table.mjs';

const AT_BATCH = { hash: '#batch' };
const BATCHES = /\/v1\/batches$/;

async function problem(desk, code) {
  await desk.page.locator('.batch [role="alert"]', { hasText: code }).waitFor();
}

async function kept(desk) {
  return desk.page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
}

test('a table becomes a word for each patient', atDesk(AT_BATCH, async (desk) => {
  await give(desk, TABLE);
  await ask(desk);
  await counted(desk, 'good', 2);
  await counted(desk, 'bad', 1);
  await counted(desk, 'open', 1);
  await counted(desk, 'waiting', 0);
  await desk.page.locator('.grid__row', { hasText: '春子' }).click();
  await desk.page.locator('.outcome[data-tone="bad"]', { hasText: '新しい資格' }).waitFor();
  await desk.page.locator('.grid__row', { hasText: '不明' }).click();
  const unknown = await desk.page.locator('.outcome').innerText();
  assert.match(unknown, /無効という意味ではありません/);
  assert.equal(await desk.page.locator('.notice[data-tone="caution"]').count(), 0, 'the names agree');
  await desk.page.locator('.words__word[data-tone="bad"]').click();
  assert.equal(await desk.page.locator('.grid__row').count(), 1);
}));

test('any encoding, separator and order is read', atDesk(AT_BATCH, async (desk) => {
  const tabs = TABLE.replaceAll(',', '\t');
  // 氏名 and 生年月日 in Shift_JIS; what is between them is ASCII.
  const shiftJis = Buffer.concat([
    Buffer.from('8e8196bc', 'hex'), Buffer.from(',InsurerNumber,InsuredIdentificationNumber,'),
    Buffer.from('90b6944e8c8e93fa', 'hex'), Buffer.from('\r\nA,06110829,345678,19800401\r\n'),
  ]);
  const files = [
    Buffer.from(`\uFEFF${TABLE}`, 'utf8'),
    Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(tabs, 'utf16le')]),
    shiftJis,
  ];
  for (const file of files) {
    await give(desk, file);
    const next = desk.page.locator('.batch__matching button[data-kind="primary"]');
    await next.waitFor();
    assert.ok(await next.isEnabled(), 'every column was found');
    await desk.page.locator('.batch__matching button:not([data-kind="primary"])').click();
    await desk.page.locator('#batch-file').waitFor({ state: 'attached' });
  }
}));

test('what is no table is refused with its reason', atDesk(AT_BATCH, async (desk) => {
  await give(desk, Buffer.from('504b0304', 'hex'), 'bookings.xlsx');
  await problem(desk, 'DESK-BATCH-WORKBOOK');
  await give(desk, Buffer.from([0x81, 0x00, 0xff, 0xff]));
  await problem(desk, 'DESK-BATCH-ENCODING');
  await desk.page.fill('#batch-paste', ' ');
  await desk.page.locator('.panel .button').first().click();
  await problem(desk, 'DESK-BATCH-EMPTY');
}));

test('a My Number is not taken in, wherever it stands', atDesk(AT_BATCH, async (desk) => {
  const heading = `${HEADING},個人番号`;
  await give(desk, `${heading}\n${PEOPLE[0]},123456789018\n甲,,S55.4.1,06110829,12,1234-5678-9018,01,\n`);
  await desk.page.locator('.preview').waitFor();
  assert.ok(!(await desk.page.content()).includes('9018'));
  await desk.page.locator('.batch__matching button[data-kind="primary"]').click();
  await desk.page.locator('.grid__row[data-tone="bad"]').click();
  await desk.page.locator('.batch__flaw', { hasText: 'FIELD-MY-NUMBER' }).waitFor();
  await desk.page.fill('#batch-field-InsuredIdentificationNumber', '1234-5678-9018');
  await desk.press('Enter');
  await desk.page.locator('.batch__flaw', { hasText: 'FIELD-MY-NUMBER' }).waitFor();
  assert.equal(await desk.page.inputValue('#batch-field-InsuredIdentificationNumber'), '');
}));

test('rows with problems come first and are corrected or left out', atDesk(AT_BATCH, async (desk) => {
  await give(desk, [HEADING, PEOPLE[0], PEOPLE[0], '厚労　春子,,1991/3/20,119990,浦,5.57E+05,02'].join('\n'));
  await desk.page.locator('.batch__matching button[data-kind="primary"]').click();
  const first = desk.page.locator('.grid__row').first();
  assert.match(await first.innerText(), /Excel/);
  assert.ok(await desk.page.locator('#batch-send').isDisabled());
  await first.click();
  await desk.page.fill('#batch-field-InsuredIdentificationNumber', '556677');
  await desk.press('Enter');
  await desk.page.locator('.batch__flaw').waitFor({ state: 'detached' });
  await desk.page.locator('.grid__row', { hasText: '2行目' }).click();
  await desk.page.locator('.batch__aside .button').click();
  await desk.page.locator('#batch-send').click();
  await counted(desk, 'good', 1);
  await counted(desk, 'bad', 1);
}));

test('the columns are chosen by hand where there is no heading, with the keyboard alone', atDesk(
  AT_BATCH,
  async (desk) => {
    await desk.page.fill('#batch-paste', '06110829\t12\t345678\t19821224');
    await desk.tabsTo('.panel .button');
    await desk.press('Enter');
    for (const [place, column] of ['InsurerNumber', 'InsuredCardSymbol',
      'InsuredIdentificationNumber', 'Birthdate'].entries()) {
      await desk.page.locator('.preview__list').nth(place).selectOption(column);
    }
    await desk.tabsTo('.batch__matching button[data-kind="primary"]');
    await desk.press('Enter');
    await desk.page.locator('#batch-send').waitFor();
    await desk.tabsTo('#batch-send');
    await desk.press('Enter');
    await counted(desk, 'good', 1);
    await desk.tabsTo('.grid');
    await desk.press('ArrowDown');
    await desk.page.locator('.outcome[data-tone="good"]').waitFor();
  },
));

test('a reload finds everything again, and no row is asked twice', atDesk(AT_BATCH, async (desk) => {
  const sent = [];
  desk.page.on('request', (request) => {
    if (BATCHES.test(request.url()) && request.method() === 'POST') sent.push(request.headers());
  });
  await give(desk, TABLE);
  await ask(desk);
  await desk.page.reload();
  await counted(desk, 'good', 2);
  await counted(desk, 'bad', 1);
  await desk.page.locator('.grid__row', { hasText: '花子' }).waitFor();
  assert.equal(sent.length, 1);
  for (const word of ['花子', '345678', '19821224', '06110829', '浦']) {
    assert.ok(!(await kept(desk)).includes(word), `${word} is kept`);
    assert.ok(!decodeURIComponent(desk.witness.requests.join(' ')).includes(word), word);
  }
}));

test('a reply that is lost is not sent again', atDesk(
  {
    ...AT_BATCH,
    before: async (desk) => {
      desk.posts = 0;
      await desk.page.route(BATCHES, async (route) => {
        if (route.request().method() !== 'POST') return route.continue();
        desk.posts += 1;
        await route.fetch();
        return route.abort('connectionreset');
      });
    },
  },
  async (desk) => {
    await give(desk, TABLE);
    await ask(desk);
    await counted(desk, 'good', 2);
    assert.equal(desk.posts, 1);
  },
));

test('a request that never arrived is sent again under its own key', atDesk(
  {
    ...AT_BATCH,
    before: async (desk) => {
      desk.keys = [];
      await desk.page.route(BATCHES, async (route) => {
        if (route.request().method() !== 'POST') return route.continue();
        desk.keys.push(route.request().headers()['idempotency-key']);
        return desk.keys.length === 1 ? route.abort('connectionrefused') : route.continue();
      });
    },
  },
  async (desk) => {
    await give(desk, TABLE);
    await ask(desk);
    await counted(desk, 'good', 2);
    assert.equal(desk.keys.length, 2);
    assert.equal(desk.keys[0], desk.keys[1]);
  },
));

test('results are saved, and erased here and at the gateway', atDesk(AT_BATCH, async (desk) => {
  await give(desk, TABLE);
  await ask(desk);
  await counted(desk, 'good', 2);
  const saved = desk.page.waitForEvent('download');
  await desk.page.locator('.actions .button', { hasText: 'CSV' }).click();
  const text = readFileSync(await (await saved).path(), 'utf8');
  assert.ok(text.startsWith('\uFEFF"順","氏名"'), text.slice(0, 40));
  assert.equal(text.trimEnd().split('\r\n').length, PEOPLE.length + 1);
  assert.match(text, /"無効","無効（新しい資格あり）"/);
  const deleted = desk.page.waitForRequest((request) => request.method() === 'DELETE');
  await desk.page.locator('.actions .button', { hasText: '結果を消す' }).click();
  await desk.page.locator('.button[data-kind="danger"]').click();
  assert.equal((await (await deleted).response()).status(), 204);
  await desk.page.locator('#batch-file').waitFor({ state: 'attached' });
  assert.equal((await kept(desk)).includes('batches'), false);
  assert.ok(!(await desk.page.content()).includes('花子'));
}));

test('a second tab waits for the first', atDesk(AT_BATCH, async (desk) => {
  await give(desk, TABLE);
  await ask(desk);
  const other = await desk.page.context().newPage();
  await other.goto(desk.page.url());
  await other.locator('.batch', { hasText: 'DESK-BATCH-OTHER-TAB' }).waitFor();
  await desk.page.goto('about:blank');
  await other.locator('.words__word[data-tone="good"]', { hasText: '2' }).waitFor();
  await other.close();
}));

for (const language of ['ja', 'en']) {
  for (const colorScheme of ['light', 'dark']) {
    test(`axe finds nothing, ${language}, ${colorScheme}`, atDesk(
      { ...AT_BATCH, language, colorScheme },
      async (desk) => {
        await desk.page.locator('.drop').waitFor();
        await accessible(desk, 'a table is awaited');
        await give(desk, [TABLE, PEOPLE[0], '誤,,x,119990,浦,,02'].join('\n'));
        await desk.page.locator('.preview').waitFor();
        await accessible(desk, 'the columns');
        await desk.page.locator('.batch__matching button[data-kind="primary"]').click();
        await desk.page.locator('.grid__row').first().click();
        await accessible(desk, 'the rows');
        await desk.page.locator('.batch__summary .button:not(#batch-send)').first().click();
        await desk.page.locator('#batch-send').click();
        await counted(desk, 'bad', 1);
        await desk.page.locator('.grid__row').first().click();
        await desk.page.locator('.outcome').waitFor();
        await accessible(desk, 'the results');
      },
    ));
  }
}
