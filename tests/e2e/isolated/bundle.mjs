// A signed web bundle, read again with nothing of what wrote it: the integrity block
// (WICG webpackage, `integrity-signature.md`) and the bundle behind it
// (draft-ietf-wpack-bundled-responses-01).

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { item } from './cbor.mjs';

const SUFFIX_BYTES = 3;

// The SubjectPublicKeyInfo before the key itself: RFC 8410, 4; RFC 5480, 2 with the point in
// compressed form.
const KINDS = {
  ed25519PublicKey: {
    bytes: 32,
    suffix: '000102',
    head: '302a300506032b6570032100',
    verify: (key, signature, data) => [
      'pkeyutl', '-verify', '-rawin', '-pubin', '-inkey', key, '-keyform', 'DER',
      '-sigfile', signature, '-in', data,
    ],
  },
  ecdsaP256SHA256PublicKey: {
    bytes: 33,
    suffix: '000202',
    head: '3039301306072a8648ce3d020106082a8648ce3d030107032200',
    verify: (key, signature, data) => [
      'dgst', '-sha256', '-keyform', 'DER', '-verify', key, '-signature', signature, data,
    ],
  },
};

// Id, signature and responses of a bundle; throws when its form is not that of the drafts.
export function read(file) {
  const [block, end] = item(file);
  assert.equal(block.length, 4);
  const [magic, version, attributes, signatures] = block;
  assert.equal(magic.toString('utf8'), '🖋📦');
  assert.equal(version.toString('latin1'), '2b\0\0');
  assert.deepEqual([...attributes.keys()], ['webBundleId']);
  assert.equal(signatures.length, 1);
  const [[signed, signature]] = signatures;
  assert.equal(signed.size, 1);
  const [[kind, key]] = signed;
  const bundle = file.subarray(end);
  return { id: attributes.get('webBundleId'), kind, key, signature, bundle, responses: responses(bundle) };
}

// Whether openssl finds the signature right over exactly what the explainer lists.
export function isSigned({ id, kind, key, signature, bundle }) {
  const { head, verify } = KINDS[kind];
  const covered = [
    createHash('sha512').update(bundle).digest(),
    // The block as it was before it was signed: an empty list of signatures.
    Buffer.concat([
      Buffer.from([0x84, 0x48]), Buffer.from('🖋📦'),
      Buffer.from([0x44]), Buffer.from('2b\0\0'),
      Buffer.from([0xa1]), text('webBundleId'), text(id),
      Buffer.from([0x80]),
    ]),
    Buffer.concat([Buffer.from([0xa1]), text(kind), Buffer.from([0x58, key.length]), key]),
  ];
  const data = Buffer.concat(covered.flatMap((part) => [length(part), part]));
  const folder = mkdtempSync(join(tmpdir(), 'bundle-'));
  try {
    const files = { key: Buffer.concat([Buffer.from(head, 'hex'), key]), signature, data };
    const paths = Object.entries(files).map(([name, content]) => {
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    });
    execFileSync('openssl', verify(...paths), { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

// The id that a key has (WICG isolated-web-apps, `Scheme.md`).
export function idOf({ kind, key }) {
  const { bytes, suffix } = KINDS[kind];
  assert.equal(key.length, bytes);
  const all = Buffer.concat([key, Buffer.from(suffix, 'hex')]);
  assert.equal(all.length, bytes + SUFFIX_BYTES);
  const bits = [...all].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return bits.match(/.{1,5}/g)
    .map((five) => 'abcdefghijklmnopqrstuvwxyz234567'[Number.parseInt(five.padEnd(5, '0'), 2)])
    .join('');
}

// Address → { status, headers, body }.
function responses(bundle) {
  const [top, end] = item(bundle);
  assert.equal(end, bundle.length, 'something stands behind the bundle');
  assert.equal(top.length, 5);
  const [magic, version, lengths, sections, size] = top;
  assert.equal(magic.toString('utf8'), '🌐📦');
  assert.equal(version.toString('latin1'), 'b2\0\0');
  assert.equal(Number(size.readBigUInt64BE()), bundle.length);
  const [names] = item(lengths);
  assert.deepEqual([names[0], names[2]], ['index', 'responses']);
  assert.equal(sections.length, 2);
  const [index] = sections;
  // The last section ends before the byte string of 8 bytes with the bundle's length.
  const start = bundle.length - 9 - names[3];
  const found = new Map();
  for (const [address, [offset, length]] of index) {
    const [[head, body], after] = item(bundle, start + offset);
    assert.equal(after, start + offset + length, `${address} has another length`);
    const [fields] = item(head);
    const headers = new Map([...fields].map(([name, value]) => [name, value.toString('latin1')]));
    const status = headers.get(':status');
    headers.delete(':status');
    found.set(address, { status, headers, body });
  }
  assert.equal(found.size, sections[1].length, 'a response is not in the index');
  return found;
}

function text(words) {
  const bytes = Buffer.from(words);
  const head = bytes.length < 24 ? [0x60 | bytes.length] : [0x78, bytes.length];
  return Buffer.concat([Buffer.from(head), bytes]);
}

function length(part) {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(part.length));
  return bytes;
}
