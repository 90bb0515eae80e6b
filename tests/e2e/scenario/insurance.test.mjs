// Eligibility by symbol and number: typed from a certificate without looking up, asked once,
// and gone afterwards. A question whose answer was lost is never asked a second time.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Form, insured, offers, refusal, replies } from '../support/insurance.mjs';
import { atDesk } from '../support/story.mjs';

const OFFERED = { insuranceCheck: true, limitInfo: true };

function atForm(answers, story, options = {}) {
  const { capabilities = OFFERED, ...more } = options;
  let asked;
  return atDesk(
    {
      hash: '#insurance',
      ...more,
      before: async (desk) => {
        await offers(desk, capabilities);
        asked = await replies(desk, ...answers);
      },
    },
    async (desk) => story(desk, await Form.open(desk), asked),
  );
}

const sent = ({ body }) => body.XmlMsg.MessageBody.QualificationConfirmSearchInfo;

// 記号, 番号, 枝番, 生年月日, 保険者番号; then the consent and the day are left as they are.
const PRINTED = ['１２', '345678', '1', 'S55.4.1', '06110829'];

async function fillsIn(form, texts = PRINTED) {
  await form.holdsFocus('symbol');
  await form.types(...texts);
  await form.holdsFocus('consent');
  await form.types('');
  await form.holdsFocus('day');
}

test('typed as it is printed, without a mouse, it is asked once and shown as for a card', atForm(
  [{ json: insured() }],
  async (desk, form, asked) => {
    await fillsIn(form);
    await form.types('');
    await desk.shows('valid');
    assert.equal(asked.length, 1);
    assert.match(asked[0].key, /^[0-9a-f]{32}$/);
    assert.deepEqual(sent(asked[0]), {
      InsurerNumber: '06110829',
      InsuredCardSymbol: '12',
      InsuredIdentificationNumber: '345678',
      InsuredBranchNumber: '01',
      Birthdate: '19800401',
      LimitApplicationCertificateRelatedConsFlg: '0',
    });
    const { MessageHeader: header } = asked[0].body.XmlMsg;
    assert.equal(header.QualificationConfirmationDate, '20261121', 'today by the gateway');
    assert.match(await desk.text(), /練習健康保険組合/);
  },
));

test('the practice gateway answers, and the answer stands in the history without a name', atDesk(
  { hash: '#insurance' },
  async (desk) => {
    const form = await Form.open(desk);
    await fillsIn(form, ['１２', '345678', '2', '昭和57年12月24日', '06110829']);
    await form.types('');
    await desk.shows('valid');
    assert.match(await desk.text(), /練習健康保険組合/);
    await desk.press('Escape');
    await form.isEmpty();
    // Nobody has that number: an answer, and no failure.
    await fillsIn(form, ['12', '345670', '', 'S55.4.1', '06110829']);
    await form.types('');
    await desk.shows('no-eligibility');
    await desk.press('Escape');
    await form.isEmpty();
    await desk.page.goto(`${desk.site}/#history`);
    const history = desk.page.locator('#main');
    await history.filter({ hasText: '記号番号' }).waitFor();
    for (const word of ['花子', '345678', '06110829', '19821224']) {
      assert.ok(!(await history.innerText()).includes(word), word);
    }
  },
));

test('a day that the gateway does not answer for leads back to the day', atDesk(
  { hash: '#insurance' },
  async (desk) => {
    const form = await Form.open(desk);
    await fillsIn(form);
    await form.types('令和2年1月1日');
    await desk.shows('unconfirmed');
    assert.equal(await desk.code(), 'CHECK-DAY-REFUSED');
    await desk.page.locator('.insurance__again .button').last().click();
    assert.equal(await form.input('number').inputValue(), '345678');
  },
));

test('Escape clears everything, and nothing of it is kept', atForm(
  [{ json: insured() }],
  async (desk, form) => {
    await fillsIn(form);
    await desk.press('Escape');
    await form.isEmpty();
    await form.holdsFocus('symbol');
    await fillsIn(form);
    await form.types('');
    await desk.shows('valid');
    await desk.press('Escape');
    await form.isEmpty();
    const kept = await desk.page.evaluate(async () => JSON.stringify([
      { ...localStorage }, { ...sessionStorage }, await indexedDB.databases(),
      await caches.keys(), history.state, location.href,
    ]));
    for (const word of ['345678', '06110829', '19800401']) {
      assert.ok(!kept.includes(word), kept);
      assert.ok(!desk.witness.requests.join().includes(word), 'an address');
      assert.ok(!desk.witness.console.join().includes(word), 'the console');
    }
    await desk.press('Escape');
    await desk.waits();
  },
));

test('a birthday is echoed in both calendars, whichever it was typed in', atForm(
  [{ json: insured() }],
  async (desk, form) => {
    for (const text of ['S55.4.1', '昭和55年4月1日', '19800401', '１９８０－０４－０１']) {
      await form.input('birthdate').fill(text);
      const note = await form.entry('birthdate').locator('.entry__note').innerText();
      assert.match(note, /昭和55年4月1日（1980年）/, text);
    }
  },
));

test('what is wrong is said beside its field, and nothing is sent', atForm(
  [{ json: insured() }],
  async (desk, form, asked) => {
    await fillsIn(form, ['', '345678', '123', '1980.13.1', '1310']);
    await form.types('');
    await form.holdsFocus('branch');
    assert.match(await form.says('branch', 'wrong'), /2桁[^]*FIELD-INSURED-BRANCH-NUMBER/);
    assert.match(await form.says('birthdate', 'wrong'), /FIELD-DATE/);
    assert.match(await form.says('insurer', 'wrong'), /FIELD-INSURER-NUMBER-FOUR-DIGITS/);
    const describedBy = await form.input('branch').getAttribute('aria-describedby');
    assert.match(await desk.page.locator(`#${describedBy}`).innerText(), /2桁/);
    assert.equal(await form.input('branch').getAttribute('aria-invalid'), 'true');
    assert.equal(asked.length, 0);
  },
));

test('a doubt is shown and does not keep the question from being sent', atForm(
  [{ json: insured() }],
  async (desk, form, asked) => {
    await fillsIn(form, ['12', '345678', '', 'S64.5.1', '06110828']);
    assert.match(await form.says('insurer', 'doubtful'), /FIELD-DOUBT-INSURER-CHECK-DIGIT/);
    assert.match(await form.says('birthdate', 'doubtful'), /平成元年5月1日[^]*FIELD-DOUBT-BIRTHDATE-ERA/);
    await form.types('');
    await desk.shows('valid');
    assert.equal(sent(asked[0]).InsurerNumber, '06110828');
  },
));

test('a My Number is refused while it is typed, in any field and any grouping', atForm(
  [{ json: insured() }],
  async (desk, form, asked) => {
    for (const field of ['symbol', 'number', 'insurer']) {
      await form.input(field).fill('1234-5678-9018');
      assert.match(await form.says(field, 'wrong'), /個人番号[^]*FIELD-MY-NUMBER/, field);
      await form.input(field).fill('');
    }
    await form.input('symbol').focus();
    await fillsIn(form, ['12', '１２３４５６７８９０１８', '', 'S55.4.1', '06110829']);
    await form.types('');
    await form.holdsFocus('number');
    assert.equal(asked.length, 0);
  },
));

test('the consent is sent as it was chosen, and the day as it was typed', atForm(
  [{ json: insured() }],
  async (desk, form, asked) => {
    await form.holdsFocus('symbol');
    await form.types(...PRINTED);
    await form.holdsFocus('consent');
    await desk.press('ArrowRight');
    await desk.press('Enter');
    await form.holdsFocus('day');
    await form.types('令和8年11月1日');
    await desk.shows('valid');
    assert.equal(sent(asked[0]).LimitApplicationCertificateRelatedConsFlg, '1');
    assert.equal(
      asked[0].body.XmlMsg.MessageHeader.QualificationConfirmationDate,
      '20261101',
    );
  },
));

test('an answer that was lost is looked for under the same key', atForm(
  ['lost', { ...refusal('GATE-IN-PROGRESS', 409), retryAfter: 1 }, { json: insured() }],
  async (desk, form, asked) => {
    await fillsIn(form);
    await form.types('');
    await desk.shows('valid');
    assert.equal(asked.length, 3);
    assert.ok(asked.every(({ key }) => key === asked[0].key));
  },
));

test('a question without an answer can be looked for, and is never asked anew', atForm(
  ['lost', 'lost', 'lost', 'lost', { json: insured() }],
  async (desk, form, asked) => {
    await fillsIn(form);
    await form.types('');
    await desk.page.locator('.stage[data-face="unconfirmed"]').waitFor({ timeout: 40_000 });
    assert.equal(await desk.word(), '確認できませんでした');
    assert.equal(await desk.code(), 'CHECK-OUTCOME-UNKNOWN');
    await desk.page.locator('.insurance__again .button[data-kind="primary"]').click();
    await desk.shows('valid');
    assert.equal(asked.length, 5);
    assert.ok(asked.every(({ key }) => key === asked[0].key));
    assert.ok(asked.every(({ body }) => JSON.stringify(body) === JSON.stringify(asked[0].body)));
  },
));

test('no eligibility leads back to what was typed, and a corrected question is a new one', atForm(
  [{ json: insured({ QualificationValidity: '4', ResultList: [] }) }, { json: insured() }],
  async (desk, form, asked) => {
    await fillsIn(form, ['12', '345679', '1', 'S55.4.1', '06110829']);
    await form.types('');
    await desk.shows('no-eligibility');
    await desk.page.locator('.insurance__again .button').click();
    assert.equal(await form.input('number').inputValue(), '345679');
    await form.input('number').fill('345678');
    await form.input('day').focus();
    await form.types('');
    await desk.shows('valid');
    assert.equal(asked.length, 2);
    assert.notEqual(asked[0].key, asked[1].key);
  },
));

test('a refusal confirms nothing', atForm([refusal('GATE-MAINTENANCE', 503)], async (desk, form) => {
  await fillsIn(form);
  await form.types('');
  await desk.shows('unconfirmed');
  assert.equal(await desk.word(), '確認できませんでした');
  assert.equal(await desk.code(), 'GATE-MAINTENANCE');
}));

test('a result clears itself, and the form with it', atForm(
  [{ json: insured() }],
  async (desk, form) => {
    await fillsIn(form);
    await form.types('');
    await desk.shows('valid');
    await form.input('symbol').waitFor({ timeout: 30_000 });
    await form.isEmpty();
  },
  { config: { clearAfterSeconds: 10 } },
));

test('where the gateway does not offer it, nobody is led there', atDesk(
  { hash: '#insurance', before: (desk) => offers(desk, { insuranceCheck: false }) },
  async (desk) => {
    await desk.page.locator('.notice[data-tone="caution"]').waitFor();
    assert.equal(await desk.page.locator('.head__link[href="#insurance"]').count(), 0);
    assert.equal(await desk.page.locator('#insurance-symbol').count(), 0);
  },
));
