// The items of a result: what came, what did not and why, and what is shown with care.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atDesk } from '../support/story.mjs';

async function checked(desk, card, face = 'valid') {
  await desk.put(card);
  await desk.types('1234');
  await desk.shows(face);
}

async function item(desk, key) {
  const place = desk.page.locator(`.items__item[data-composed="${key}"] .items__value`);
  return (await place.first().innerText()).replaceAll('\n', ' ');
}

test('a limit that nobody was asked about is never told as if there were none', atDesk(async (desk) => {
  await checked(desk, 'limit-application');
  assert.match(await item(desk, 'limit'), /^同意を確認していません/);
}));

test('with consent the limit stands there with its last day', atDesk(async (desk) => {
  await desk.page.locator('#limit-consent').check();
  await checked(desk, 'limit-application');
  assert.match(await item(desk, 'limit'), /^ウ　令和8年12月31日/);
  assert.match(await item(desk, 'disease'), /^人工透析を要する慢性腎不全　令和9年3月31日/);
  await desk.page.locator('.all-items__summary').first().click();
  assert.match(await desk.text(), /長期入院該当年月日/);
  assert.match(await desk.text(), /同意日時/);
}));

test('consent without a certificate is told apart from no consent', atDesk(async (desk) => {
  await desk.page.locator('#limit-consent').check();
  await checked(desk, 'valid-adult');
  assert.match(await item(desk, 'limit'), /登録なし（同意あり）/);
}));

for (const [card, expected] of [
  ['valid-adult', '対象外（70歳未満）'],
  ['elderly-70-74', '2割'],
  ['late-elderly', '対象外（後期高齢者医療）'],
  ['medical-assistance', '対象外（医療扶助）'],
]) {
  test(`the certificate for the elderly of ${card}: ${expected}`, atDesk(async (desk) => {
    await checked(desk, card);
    assert.ok((await item(desk, 'elderly')).startsWith(expected), await item(desk, 'elderly'));
  }));
}

test('a medical ticket stands in its own place', atDesk(async (desk) => {
  await checked(desk, 'medical-assistance');
  const ticket = await desk.page.locator('.tickets__ticket').innerText();
  for (const text of ['医療券', '260001', '令和8年11月', '入院外', '厚労医院', '単独', '令和8年11月30日']) {
    assert.ok(ticket.includes(text), `${text} is missing in: ${ticket}`);
  }
  assert.equal(await desk.page.locator('.tickets__doubt').count(), 0);
}));

test('a ticket for another institution, and one that is inconsistent, are said to be so', atDesk(
  async (desk) => {
    await changed(desk, (result) => {
      const [ticket] = [result.PublicExpenseResultList].flat();
      const info = ticket.MedicalTicketInfo ?? ticket;
      Object.assign(info, { DesignatedMedicalInstitutionFlag: '1', ConsistencyFlag: '1' });
    });
    await checked(desk, 'medical-assistance');
    assert.equal(await desk.page.locator('.tickets__doubt').count(), 2);
  },
));

test('the sex on the back is behind a disclosure that says why', atDesk(async (desk) => {
  await checked(desk, 'sex-on-back');
  await desk.page.locator('.all-items__summary').first().click();
  const row = desk.page.locator('[data-element="Sex2"]');
  assert.ok(!(await row.isVisible()));
  await desk.page.getByText('カード裏面に記載された性別').click();
  assert.ok(await row.isVisible());
  assert.match(await desk.text(), /声に出して読み上げないでください/);
}));

test('a ● in a name is explained', atDesk(async (desk) => {
  await checked(desk, 'replaced-character');
  assert.match(await desk.page.locator('.person__note').innerText(), /外字/);
  assert.ok((await desk.page.locator('.person__name').innerText()).includes('●'));
}));

test('a certificate in its last months is counted down', atDesk(async (desk) => {
  await checked(desk, 'expiry-notice');
  assert.match(await desk.text(), /期限まで、あと\d+日/);
}));

test('codes and elements that nobody knows are shown as they came', atDesk(async (desk) => {
  await changed(desk, (result) => {
    Object.assign(result, { ElementOfTomorrow: '7', InsuredCardClassification: 'Z9' });
  });
  await checked(desk, 'valid-adult');
  await desk.page.locator('.all-items__summary').first().click();
  const text = await desk.text();
  assert.match(text, /ElementOfTomorrow\s+7/);
  assert.match(text, /Z9（未対応のコード）/);
}));

// Has the gateway's answer about the eligibility changed before the page sees it.
async function changed(desk, change) {
  await desk.page.route('**/v1/checks/card', async (route) => {
    const answer = await route.fetch();
    const json = await answer.json();
    const [first] = [json.XmlMsg.MessageBody.ResultList].flat();
    change(first.ResultOfQualificationConfirmation ?? first);
    await route.fulfill({ response: answer, json });
  });
}
