// The form of symbol and number as a person at the desk uses it, and a gateway that loses
// answers. What the gateway offers is set here, so that a story does not hang on its set-up.

import assert from 'node:assert/strict';

const CHECK = '**/v1/checks/insurance';

export const FIELDS = ['symbol', 'number', 'branch', 'birthdate', 'insurer', 'day'];

// The gateway's own state, with other capabilities.
export async function offers(desk, capabilities) {
  await desk.page.route('**/v1/status', async (route) => {
    const answer = await route.fetch();
    const state = await answer.json();
    Object.assign(state.capabilities, capabilities);
    await route.fulfill({ response: answer, json: state });
  });
}

// Lets `reply` answer what the form asks, one after another; the last one stays. Each may be
// a function of the route. What was asked is in the list that comes back.
export async function replies(desk, ...answers) {
  const asked = [];
  await desk.page.route(CHECK, async (route) => {
    const request = route.request();
    const headers = {
      'access-control-allow-origin': desk.site,
      'access-control-allow-headers': 'content-type, idempotency-key',
      'access-control-allow-methods': 'POST',
      'access-control-expose-headers': 'retry-after',
    };
    if (request.method() !== 'POST') {
      return route.fulfill({ status: 204, headers });
    }
    asked.push({
      url: request.url(),
      key: request.headers()['idempotency-key'],
      body: request.postDataJSON(),
    });
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (answer === 'lost') {
      return route.abort('connectionreset');
    }
    const { status = 200, retryAfter, json } = answer;
    const more = retryAfter ? { 'retry-after': String(retryAfter) } : {};
    return route.fulfill({ status, headers: { ...headers, ...more }, json });
  });
  return asked;
}

// The answer about an insured person.
export function insured(changes = {}) {
  return {
    auditId: 'practice-insurance-1',
    XmlMsg: {
      MessageHeader: {
        ProcessExecutionTime: '20261121093015',
        QualificationConfirmationDate: '20261121',
        MedicalInstitutionCode: '1312345678',
        ReferenceClassification: '2',
        SegmentOfResult: '1',
        CharacterCodeIdentifier: '0',
      },
      MessageBody: {
        ProcessingResultStatus: '1',
        QualificationValidity: '1',
        ResultList: [{
          ResultOfQualificationConfirmation: {
            InsuredCardClassification: '01',
            InsurerNumber: '06110829',
            InsuredCardSymbol: '12',
            InsuredIdentificationNumber: '345678',
            InsuredBranchNumber: '01',
            PersonalFamilyClassification: '1',
            Name: '厚労　太郎',
            NameKana: 'ｺｳﾛｳ ﾀﾛｳ',
            Sex1: '1',
            Birthdate: '19800401',
            InsuredCardValidDate: '20240401',
            InsuredCardExpirationDate: '20270331',
            InsurerName: '練習健康保険組合',
          },
        }],
        ...changes,
      },
    },
  };
}

export function refusal(code, status) {
  return { status, json: { type: 'about:blank', title: '', status, code, retryable: true } };
}

export class Form {
  constructor(desk) {
    this.desk = desk;
  }

  static async open(desk) {
    const form = new Form(desk);
    await form.input('symbol').waitFor();
    return form;
  }

  input(field) {
    return this.desk.page.locator(`#insurance-${field}`);
  }

  entry(field) {
    return this.desk.page.locator(`.entry[data-field="insurance-${field}"]`);
  }

  // Types as somebody does who does not look up: one field after another, Enter behind each.
  async types(...texts) {
    for (const text of texts) {
      await this.desk.page.keyboard.type(text);
      await this.desk.press('Enter');
    }
  }

  async holdsFocus(field) {
    await this.desk.page.waitForFunction(
      (id) => document.activeElement?.id === id,
      `insurance-${field}`,
    );
  }

  async says(field, finding) {
    await this.entry(field).and(this.desk.page.locator(`[data-finding="${finding}"]`)).waitFor();
    return this.entry(field).locator('.entry__note').innerText();
  }

  async isEmpty() {
    await this.input('symbol').waitFor();
    for (const field of FIELDS) {
      assert.equal(await this.input(field).inputValue(), '', field);
    }
  }
}
