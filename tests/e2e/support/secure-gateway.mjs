// The gateway behind a certificate of its own making, as a clinic's proxy would have it: an
// isolated app may speak to addresses with https alone.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// Passes everything on to `gateway`, unchanged in both directions; listens at `address`.
export async function secure(gateway, address) {
  const { hostname, port } = new URL(address);
  const server = createServer(certificate(hostname), (incoming, answer) => {
    const { method, headers } = incoming;
    const onward = request(new URL(incoming.url, gateway), { method, headers }, (back) => {
      answer.writeHead(back.statusCode, back.headers);
      back.pipe(answer);
    });
    onward.on('error', () => answer.destroy());
    incoming.pipe(onward);
  });
  await new Promise((resolve) => server.listen(Number(port), hostname, resolve));
  return server;
}

function certificate(address) {
  const folder = mkdtempSync(join(tmpdir(), 'secure-gateway-'));
  const [key, cert] = ['key.pem', 'certificate.pem'].map((name) => join(folder, name));
  execFileSync('openssl', [
    'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes',
    '-keyout', key, '-out', cert, '-days', '3650', '-subj', `/CN=${address}`,
    '-addext', `subjectAltName=IP:${address}`,
  ], { stdio: 'ignore' });
  const pair = { key: readFileSync(key), cert: readFileSync(cert) };
  rmSync(folder, { recursive: true });
  return pair;
}
