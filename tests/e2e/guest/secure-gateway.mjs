// The gateway behind a certificate of its own making, as a clinic's proxy would have it: an
// Isolated Web App may speak to addresses with https alone.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PORT = 8443;

// Passes everything on to `gateway`, unchanged in both directions.
export async function secure(gateway) {
  const server = createServer(certificate(), (incoming, answer) => {
    const { method, headers } = incoming;
    const onward = request(new URL(incoming.url, gateway), { method, headers }, (back) => {
      answer.writeHead(back.statusCode, back.headers);
      back.pipe(answer);
    });
    onward.on('error', () => answer.destroy());
    incoming.pipe(onward);
  });
  await new Promise((resolve) => server.listen(PORT, '127.0.0.1', resolve));
  return server;
}

function certificate() {
  const folder = mkdtempSync(join(tmpdir(), 'secure-gateway-'));
  const [key, cert] = ['key.pem', 'certificate.pem'].map((name) => join(folder, name));
  execFileSync('openssl', [
    'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes',
    '-keyout', key, '-out', cert, '-days', '3650', '-subj', '/CN=127.0.0.1',
    '-addext', 'subjectAltName=IP:127.0.0.1',
  ], { stdio: 'ignore' });
  const pair = { key: readFileSync(key), cert: readFileSync(cert) };
  rmSync(folder, { recursive: true });
  return pair;
}
