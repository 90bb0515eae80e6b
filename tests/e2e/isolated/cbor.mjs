// As much of CBOR (RFC 8949) as a signed web bundle needs, read strictly: definite lengths,
// each number in its shortest form (4.2.1), nothing twice in a map.

import assert from 'node:assert/strict';

const [UNSIGNED, BYTES, TEXT, ARRAY, MAP] = [0, 2, 3, 4, 5];

// The item that begins at `start`, and where the next one begins.
export function item(bytes, start = 0) {
  const major = bytes[start] >> 5;
  const [size, begin] = argument(bytes, start);
  if (major === UNSIGNED) {
    return [size, begin];
  }
  if (major === BYTES || major === TEXT) {
    const end = begin + size;
    assert.ok(end <= bytes.length, 'a string goes on behind the end');
    const content = bytes.subarray(begin, end);
    return [major === BYTES ? content : content.toString('utf8'), end];
  }
  if (major === ARRAY) {
    return list(bytes, begin, size);
  }
  assert.equal(major, MAP, `major type ${major} has no place here`);
  const [flat, end] = list(bytes, begin, size * 2);
  const map = new Map();
  for (let at = 0; at < flat.length; at += 2) {
    const key = Buffer.isBuffer(flat[at]) ? flat[at].toString('latin1') : flat[at];
    assert.ok(!map.has(key), `${key} stands twice in a map`);
    map.set(key, flat[at + 1]);
  }
  return [map, end];
}

function list(bytes, begin, size) {
  const items = [];
  let at = begin;
  for (let left = size; left > 0; left -= 1) {
    const [value, end] = item(bytes, at);
    items.push(value);
    at = end;
  }
  return [items, at];
}

// The number in an item's head, and where the head ends (RFC 8949, 3).
function argument(bytes, start) {
  assert.ok(start < bytes.length, 'an item is missing');
  const low = bytes[start] & 0x1f;
  if (low < 24) {
    return [low, start + 1];
  }
  assert.ok(low <= 27, 'not a definite length');
  const width = 1 << (low - 24);
  assert.ok(start + 1 + width <= bytes.length, 'a number goes on behind the end');
  let number = 0n;
  for (const byte of bytes.subarray(start + 1, start + 1 + width)) {
    number = (number << 8n) | BigInt(byte);
  }
  const least = width === 1 ? 24n : 1n << BigInt((width / 2) * 8);
  assert.ok(number >= least, 'a number is not in its shortest form');
  assert.ok(number <= BigInt(Number.MAX_SAFE_INTEGER), 'a number is too large');
  return [Number(number), start + 1 + width];
}
