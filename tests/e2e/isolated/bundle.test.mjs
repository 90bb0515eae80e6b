// The bundles that were built with keys made for this run, read by an independent reader and
// verified by openssl.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import { idOf, isSigned, read } from './bundle.mjs';

const { ED25519, ED25519_KEY, AGAIN, P256, P256_KEY, GATEWAY_AS_SEEN } = process.env;

const bytes = (folder) => readFileSync(join(folder, 'myna-check-1.2.3.swbn'));
const origin = ({ id }) => `isolated-app://${id}`;

for (const [name, folder, kind] of [
  ['Ed25519', ED25519, 'ed25519PublicKey'],
  ['ECDSA P-256', P256, 'ecdsaP256SHA256PublicKey'],
]) {
  test(`${name}: openssl verifies the signature, and the id is that of the key`, () => {
    const bundle = read(bytes(folder));
    assert.equal(bundle.kind, kind);
    assert.ok(isSigned(bundle));
    assert.equal(bundle.id, idOf(bundle));
    const [id, address] = readFileSync(join(folder, 'ID.txt'), 'utf8').split('\n');
    assert.equal(bundle.id, id);
    assert.equal(address, origin(bundle));
  });

  test(`${name}: no changed byte goes unnoticed`, () => {
    const whole = read(bytes(folder));
    const cut = (name, at) => {
      const copy = Buffer.from(whole[name]);
      copy[at] ^= 1;
      return { ...whole, [name]: copy };
    };
    assert.ok(!isSigned(cut('bundle', 0)));
    assert.ok(!isSigned(cut('bundle', whole.bundle.length - 1)));
    assert.ok(!isSigned(cut('signature', whole.signature.length - 1)));
    assert.ok(!isSigned({ ...whole, id: whole.id.replace(/^./, (letter) => (letter === 'b' ? 'c' : 'b')) }));
  });
}

test('the same key and files give the same bytes with Ed25519', () => {
  assert.ok(bytes(ED25519).equals(bytes(AGAIN)));
});

test('every file is in it once, with its own bytes and type', () => {
  const bundle = read(bytes(ED25519));
  const unpacked = join(ED25519, 'unpacked');
  const files = readdirSync(unpacked, { recursive: true })
    .filter((name) => statSync(join(unpacked, name)).isFile());
  const addresses = files.map((name) => {
    const path = relative('.', name).replaceAll('\\', '/');
    return `${origin(bundle)}/${path === 'index.html' ? '' : path}`;
  });
  assert.deepEqual([...bundle.responses.keys()].sort(), addresses.sort());
  const types = {
    html: 'text/html; charset=utf-8',
    js: 'text/javascript; charset=utf-8',
    css: 'text/css; charset=utf-8',
    json: 'application/json',
    webmanifest: 'application/manifest+json',
    wasm: 'application/wasm',
    svg: 'image/svg+xml',
    png: 'image/png',
    cer: 'application/pkix-cert',
  };
  for (const [address, { status, headers, body }] of bundle.responses) {
    const path = address.slice(origin(bundle).length + 1) || 'index.html';
    assert.equal(status, '200', path);
    assert.ok(body.equals(readFileSync(join(unpacked, path))), path);
    assert.equal(headers.get('content-type'), types[path.split('.').at(-1)], path);
    assert.equal(headers.get('x-content-type-options'), 'nosniff', path);
  }
});

test('the page may speak to its gateway and to nobody else', () => {
  const bundle = read(bytes(ED25519));
  const { headers } = bundle.responses.get(`${origin(bundle)}/`);
  const policy = headers.get('content-security-policy').split('; ');
  assert.ok(policy.includes(`connect-src 'self' ${GATEWAY_AS_SEEN}`), policy.join('\n'));
  assert.ok(policy.includes("default-src 'none'"));
  assert.equal(headers.get('cross-origin-embedder-policy'), 'require-corp');
  assert.equal(headers.get('cross-origin-opener-policy'), 'same-origin');
});

// RFC 8410, 7 and RFC 5915, 3: in both kinds of key the secret is the first string of 32 bytes.
test('nothing of the private keys is in what was written', () => {
  for (const [file, folder] of [[ED25519_KEY, ED25519], [P256_KEY, P256]]) {
    const pem = readFileSync(file, 'utf8');
    const key = Buffer.from(pem.replaceAll(/-----.*-----/g, ''), 'base64');
    const at = key.indexOf(Buffer.from([0x04, 0x20])) + 2;
    assert.ok(at >= 2);
    const secret = key.subarray(at, at + 32);
    for (const name of readdirSync(folder, { recursive: true })) {
      const path = join(folder, name);
      if (statSync(path).isFile()) {
        const content = readFileSync(path);
        assert.ok(!content.includes(secret), name);
        assert.ok(!content.includes(pem.split('\n')[1]), name);
      }
    }
  }
});

test('update manifest, policies and web manifest fit together', () => {
  const json = (...path) => JSON.parse(readFileSync(join(ED25519, ...path), 'utf8'));
  const { id } = read(bytes(ED25519));
  const { versions: [{ version, src }] } = json('update.json');
  assert.equal(version, '1.2.3');
  assert.ok(statSync(join(ED25519, src)).isFile());
  const manifest = json('unpacked', '.well-known', 'manifest.webmanifest');
  assert.equal(manifest.version, version);
  const policies = json('policy', 'policies.json');
  const [app] = policies.IsolatedWebAppInstallForceList;
  assert.equal(app.web_bundle_id, id);
  assert.equal(app.update_manifest_url, manifest.update_manifest_url);
  assert.deepEqual(policies.WebUsbAllowDevicesForUrls[0].urls, [`isolated-app://${id}`]);
});
