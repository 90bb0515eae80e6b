// The bench of the training mode, as a page meets it: through wasm-bindgen's
// module for the web, here loaded by node. MODULE names the folder it was
// written to (wasm-bindgen --target=web --out-name=virtual_card).

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { beforeEach, describe, test } from "node:test";
import { pathToFileURL } from "node:url";

const folder = resolve(process.env.MODULE ?? "dist/training");
const { default: init, Bench } = await import(pathToFileURL(join(folder, "virtual_card.js")));
await init({ module_or_path: await readFile(join(folder, "virtual_card_bg.wasm")) });

/** A CCID message to the reader (CCID 1.1, 6.1). */
function message(kind, sequence, data = [], specific = [0, 0, 0]) {
  const header = new DataView(new ArrayBuffer(10));
  header.setUint8(0, kind);
  header.setUint32(1, data.length, true);
  header.setUint8(6, sequence);
  specific.forEach((byte, index) => header.setUint8(7 + index, byte));
  return new Uint8Array([...new Uint8Array(header.buffer), ...data]);
}

const bytes = (view) => [...new Uint8Array(view.buffer, view.byteOffset, view.byteLength)];
const hex = (text) => text.split(" ").map((byte) => Number.parseInt(byte, 16));

const POWER_ON = 0x62;
const TRANSFER = 0x6f;
const SELECT_JPKI = hex("00 A4 04 0C 0A D3 92 F0 00 26 01 00 00 00 01");
const VERIFY_1234 = hex("00 20 00 98 04 31 32 33 34");
const QUERY = hex("00 20 00 98");

let bench;
let device;
let sequence;

async function open() {
  device = bench.device();
  await device.open();
  await device.selectConfiguration(1);
  await device.claimInterface(0);
  sequence = 0;
}

async function ask(kind, data) {
  sequence += 1;
  await device.transferOut(1, message(kind, sequence, data));
  const { status, data: view } = await device.transferIn(2, 65536);
  assert.equal(status, "ok");
  return bytes(view);
}

/** The answer to an APDU, without the CCID header. */
const apdu = async (data) => (await ask(TRANSFER, data)).slice(10);

beforeEach(() => {
  bench = new Bench();
  bench.setLatency(1);
});

describe("choices", () => {
  test("cards, readers and faults come with both titles", () => {
    for (const choices of [bench.profiles(), bench.models(), bench.faults()]) {
      assert.ok(choices.length >= 8);
      for (const { name, title } of choices) assert.ok(name && title.ja && title.en);
    }
    assert.throws(() => bench.insert("nobody"));
    assert.throws(() => bench.setModel("nothing"));
    assert.throws(() => bench.setFault("none of these"));
  });

  test("every card can be laid on the reader", () => {
    for (const { name } of bench.profiles()) {
      bench.insert(name);
      assert.equal(bench.profile, name);
    }
  });

  test("every fault can be set by name and by value, and taken back", () => {
    for (const { name, fault } of bench.faults()) {
      bench.setFault(name);
      assert.deepEqual(bench.fault(), fault);
      for (const nothing of [undefined, null]) {
        bench.setFault(nothing);
        assert.equal(bench.fault() ?? undefined, undefined);
      }
      bench.setFault(fault);
      assert.deepEqual(bench.fault(), fault);
    }
  });
});

describe("a device like Chrome's", () => {
  test("descriptors can be read", async () => {
    device = bench.device();
    await device.open();
    const setup = { requestType: "standard", recipient: "device", request: 6, value: 0x200, index: 0 };
    const { status, data } = await device.controlTransferIn(setup, 1024);
    assert.equal(status, "ok");
    assert.equal(data.byteLength, data.getUint16(2, true));
    const [{ alternate, claimed }] = device.configuration.interfaces;
    assert.equal(claimed, false);
    assert.equal(alternate.interfaceClass, 0xff);
    assert.deepEqual(
      alternate.endpoints.map((it) => [it.endpointNumber, it.direction, it.type, it.packetSize]),
      [[1, "out", "bulk", 64], [2, "in", "bulk", 64], [3, "in", "interrupt", 8]],
    );
  });

  test("refusals have Chrome's names", async () => {
    device = bench.device();
    await assert.rejects(device.claimInterface(0), { name: "InvalidStateError" });
    await device.open();
    await assert.rejects(device.claimInterface(1), { name: "NotFoundError" });
    await assert.rejects(device.transferIn(2, 64), { name: "NotFoundError" });
    bench.setFault("claim-refused");
    await assert.rejects(device.claimInterface(0), {
      name: "NetworkError",
      message: "Unable to claim interface.",
    });
    bench.setModel("protected-class");
    device = bench.device();
    await device.open();
    await assert.rejects(device.claimInterface(0), {
      name: "SecurityError",
      message: "The requested interface implements a protected class.",
    });
    bench.setFault("open-refused");
    await assert.rejects(device.open(), { name: "SecurityError", message: "Access denied." });
  });

  test("of a composite, a page may claim the interface that no class protects", async () => {
    bench.setModel("rc-s300");
    bench.insert("valid-adult");
    device = bench.device();
    assert.deepEqual([device.vendorId, device.productId], [0x054c, 0x0dc8]);
    await device.open();
    await assert.rejects(device.claimInterface(0), { name: "SecurityError" });
    await assert.rejects(device.transferOut(2, message(0x6b, 1)), { name: "NotFoundError" });
    await device.claimInterface(1);
    const { interfaces } = device.configuration;
    assert.deepEqual(
      interfaces.map(({ interfaceNumber, claimed, alternate }) => [
        interfaceNumber,
        claimed,
        alternate.interfaceClass,
        alternate.endpoints.map((it) => [it.endpointNumber, it.direction]),
      ]),
      [
        [0, false, 0x0b, [[1, "out"], [1, "in"], [3, "in"]]],
        [1, true, 0xff, [[2, "out"], [2, "in"]]],
      ],
    );
    await device.transferOut(2, message(0x6b, 1, hex("FF 50 00 00 02 81 00 00")));
    const { data } = await device.transferIn(2, 512);
    assert.deepEqual(bytes(data).slice(10), hex("C0 03 00 90 00 90 00"));
    const waiting = device.transferIn(2, 512);
    await device.releaseInterface(1);
    await assert.rejects(waiting, { name: "AbortError" });
    bench.setModel("rc-s380");
    device = bench.device();
    await device.open();
    await device.claimInterface(0);
    await device.transferOut(2, new Uint8Array(9));
    const refused = await device.transferIn(1, 512);
    assert.deepEqual(bytes(refused.data), hex("00 00 FF FF FF"));
  });

  test("a waiting transfer ends with the connection", async () => {
    await open();
    const waiting = device.transferIn(2, 512);
    await device.close();
    await assert.rejects(waiting, { name: "AbortError" });
    await open();
    const cut = device.transferIn(2, 512);
    bench.unplug();
    await assert.rejects(cut, { name: "NotFoundError", message: "The device was disconnected." });
    await assert.rejects(device.open(), { name: "NotFoundError" });
    assert.equal(bench.device(), undefined);
  });

  test("plug and unplug are told, and bring a new device", () => {
    const heard = [];
    const before = bench.device();
    bench.onconnect = (event) => heard.push(["connect", event.device]);
    bench.ondisconnect = (event) => heard.push(["disconnect", event.device]);
    bench.unplug();
    bench.plug();
    const after = bench.device();
    assert.notEqual(before, after);
    assert.deepEqual(heard.map(([what]) => what), ["disconnect", "connect"]);
    assert.equal(heard[0][1], before);
    assert.equal(heard[1][1], after);
  });
});

describe("a card on the reader", () => {
  test("its coming and going is told on the interrupt endpoint", async () => {
    await open();
    const coming = device.transferIn(3, 8);
    bench.insert("valid-adult");
    assert.deepEqual(bytes((await coming).data), [0x50, 0x03]);
    const going = device.transferIn(3, 8);
    bench.remove();
    assert.deepEqual(bytes((await going).data), [0x50, 0x02]);
  });

  test("it is selected, verified and signs", async () => {
    bench.insert("valid-adult");
    await open();
    assert.deepEqual((await ask(POWER_ON)).slice(10, 12), [0x3b, 0xe0]);
    assert.deepEqual(await apdu(SELECT_JPKI), [0x90, 0x00]);
    assert.deepEqual(await apdu(VERIFY_1234), [0x90, 0x00]);
    const digestInfo = hex("30 31 30 0D 06 09 60 86 48 01 65 03 04 02 01 05 00 04 20");
    const input = [...digestInfo, ...new Uint8Array(32)];
    const answer = await apdu([0x80, 0x2a, 0x00, 0x97, input.length, ...input, 0x00]);
    assert.equal(answer.length, 258);
    assert.deepEqual(answer.slice(-2), [0x90, 0x00]);
    assert.deepEqual(bench.alarms(), []);
  });

  test("it remembers its counter when it is taken away and laid on again", async () => {
    bench.insert("valid-adult");
    await open();
    await ask(POWER_ON);
    await apdu(SELECT_JPKI);
    assert.deepEqual(await apdu(hex("00 20 00 98 04 39 39 39 39")), [0x63, 0xc2]);
    bench.insert("grace");
    bench.insert("valid-adult");
    assert.equal(bench.counters().authentication, 2);
    bench.renewCards();
    bench.insert("valid-adult");
    assert.equal(bench.counters().authentication, 3);
  });
});

describe("faults", () => {
  beforeEach(async () => {
    bench.insert("valid-adult");
    await open();
    await ask(POWER_ON);
    await apdu(SELECT_JPKI);
  });

  test("a stalled answer comes after clearHalt", async () => {
    bench.setFault("in-stall-once");
    await device.transferOut(1, message(TRANSFER, 9, QUERY));
    assert.equal((await device.transferIn(2, 512)).status, "stall");
    await device.clearHalt("in", 2);
    const { status, data } = await device.transferIn(2, 512);
    assert.equal(status, "ok");
    assert.deepEqual(bytes(data).slice(10), [0x63, 0xc3]);
  });

  test("the answer to VERIFY never comes, yet the try is spent", async () => {
    bench.setFault("verify-answer-lost");
    await device.transferOut(1, message(TRANSFER, 9, hex("00 20 00 98 04 39 39 39 39")));
    const lost = device.transferIn(2, 512);
    const late = new Promise((done) => setTimeout(done, 50, "nothing"));
    assert.equal(await Promise.race([lost, late]), "nothing");
    assert.equal(bench.counters().authentication, 2);
    // The transfer that waited takes the next answer.
    await device.transferOut(1, message(TRANSFER, 10, QUERY));
    assert.deepEqual(bytes((await lost).data).slice(10), [0x63, 0xc2]);
  });

  test("time extensions come before the answer", async () => {
    bench.setFault({ kind: "time-extension", times: 2 });
    await device.transferOut(1, message(TRANSFER, 9, QUERY));
    const states = [];
    for (let n = 0; n < 3; n += 1) {
      states.push(bytes((await device.transferIn(2, 512)).data)[7]);
    }
    assert.deepEqual(states, [0x80, 0x80, 0x00]);
  });

  test("a reader that vanishes in the middle is told", async () => {
    let gone = 0;
    bench.ondisconnect = () => (gone += 1);
    bench.setFault({ kind: "unplugged", afterApdus: 1 });
    await apdu(QUERY);
    await assert.rejects(device.transferOut(1, message(TRANSFER, 9, QUERY)), {
      name: "NetworkError",
      message: "A transfer error has occurred.",
    });
    assert.equal(gone, 1);
    assert.equal(bench.plugged, false);
  });

  test("a card that is pulled in the middle is told", async () => {
    bench.setFault("card-pulled-at-start");
    const answer = await ask(TRANSFER, QUERY);
    assert.deepEqual(answer.slice(7, 9), [0x42, 0xfe]);
    assert.equal(bench.cardPresent, false);
    bench.putBack();
    assert.equal(bench.cardPresent, true);
  });

  test("reaching for the number raises an alarm", async () => {
    await apdu(hex("00 A4 04 0C 0A D3 92 10 00 31 00 01 01 04 08"));
    await apdu(hex("00 A4 02 0C 02 00 01"));
    assert.deepEqual(bench.alarms(), ["ALARM-INDIVIDUAL-NUMBER-SELECTED"]);
  });
});

describe("readers that carry more than APDUs", () => {
  // Verification in 60 s, ASCII, 4 bytes, 4 to 4 digits, by key; VERIFY with room for 4.
  const ENTRY = hex(
    "00 3C 82 04 00 04 04 02 00 11 04 00 00 00 00 00 20 00 98 04 FF FF FF FF",
  );
  const SECURE = 0x69;

  async function ready(model, card) {
    bench.setModel(model);
    bench.insert(card);
    await open();
    await ask(POWER_ON);
  }

  test("a person types on the pad when the reader asks", async () => {
    await ready("pin-pad", "valid-adult");
    await apdu(SELECT_JPKI);
    assert.equal(bench.hasPad, true);
    assert.equal(bench.typeOnPad("1234"), false, "nobody asks");
    let changes = 0;
    bench.onchange = () => (changes += 1);
    const enter = async (act) => {
      await device.transferOut(1, message(SECURE, 7, ENTRY));
      const answer = device.transferIn(2, 512);
      assert.equal(bench.padWaits, true);
      act();
      assert.equal(bench.padWaits, false);
      const answered = bytes((await answer).data);
      return [answered[8], answered.slice(10)];
    };
    assert.deepEqual(await enter(() => bench.cancelOnPad()), [0xef, []]);
    assert.deepEqual(await enter(() => bench.leavePad()), [0xf0, []]);
    const typed = await enter(() => {
      assert.equal(bench.typeOnPad("123"), false, "too few");
      assert.equal(bench.typeOnPad("9999"), true);
    });
    assert.deepEqual(typed, [0x00, [0x63, 0xc2]]);
    assert.equal(changes, 6);
    assert.equal(bench.counters().authentication, 2);
    assert.equal(bench.traffic().verifies, 1);
  });

  test("blocks can be lost, and are counted", async () => {
    await ready("tpdu-own", "valid-adult");
    // S(IFS request), which the reader has made of itself already.
    const block = hex("00 C1 01 20 E0");
    bench.setBlockFaults([{ at: 1, direction: "from-card", mishap: { kind: "lost" } }]);
    assert.deepEqual(await apdu(block), hex("00 E1 01 20 C0"));
    assert.deepEqual((await ask(TRANSFER, block)).slice(7, 9), [0x40, 0xfe]);
    assert.equal(bench.traffic().blocks, 4);
    assert.throws(() => bench.setBlockFaults([{ at: 0, direction: "sideways" }]));
  });

  test("the second slot is the one for patients", async () => {
    bench.setModel("two-slots");
    await open();
    const status = async (slot) => {
      const request = message(0x65, 9);
      request[5] = slot;
      await device.transferOut(1, request);
      return bytes((await device.transferIn(2, 512)).data)[7];
    };
    assert.deepEqual([await status(0), await status(1)], [1, 2]);
    bench.insert("valid-adult");
    assert.deepEqual([await status(0), await status(1)], [1, 1]);
  });
});
