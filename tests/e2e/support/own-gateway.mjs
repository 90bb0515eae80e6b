// A gateway of a story's own, with more lines in its configuration than the practice one has.
// The page believes that it speaks to the usual one: its requests are led there.

import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
const PRACTICE = join(ROOT, 'check-server/practice');
const TARGET = process.env.CARGO_TARGET_DIR ?? join(ROOT, 'target');
const PATIENCE = 20_000;

// Starts it for pages of `site`; `stop` ends it.
export async function ownGateway(site, more) {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'own-gateway-'));
  const file = join(folder, 'config.toml');
  writeFileSync(file, configuration(site, port, folder) + more);
  const server = spawn(join(TARGET, 'debug/check-server'), ['serve', '--config', file], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  server.stderr.on('data', (chunk) => { said = (said + chunk).slice(-4096); });
  const ended = new Promise((done) => server.once('exit', done));
  await listens(port, ended, () => said);
  return {
    origin: `http://127.0.0.1:${port}`,
    async stop() {
      server.kill();
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

// Leads what the page asks of the usual gateway to another one, for `Desk.open`.
export function ledTo(own) {
  return async (desk) => {
    await desk.page.route(`${desk.gateway}/**`, async (route) => {
      const url = route.request().url().replace(desk.gateway, own().origin);
      const answer = await route.fetch({ url });
      await route.fulfill({ response: answer });
    });
  };
}

// The practice configuration, up to its examples, with paths of its own.
function configuration(site, port, folder) {
  const text = readFileSync(join(PRACTICE, 'config.toml'), 'utf8');
  return text
    .replace(/^listen = .*$/m, `listen = "127.0.0.1:${port}"`)
    .replace(/^database = .*$/m, `database = "${join(folder, 'gateway.sqlite')}"`)
    .replace(/^origins = .*$/m, `origins = ["${site}"]`)
    .replace(/"(people|revocations|medical)\.toml"/g, `"${PRACTICE}/$1.toml"`)
    .replace(/"\.\.\/\.\.\/virtual-card/g, `"${ROOT}/virtual-card`);
}

async function freePort() {
  const probe = createServer();
  await new Promise((done) => probe.listen(0, '127.0.0.1', done));
  const { port } = probe.address();
  await new Promise((done) => probe.close(done));
  return port;
}

async function listens(port, ended, said) {
  let over = false;
  ended.then(() => { over = true; });
  for (const start = Date.now(); Date.now() - start < PATIENCE;) {
    if (over) {
      break;
    }
    if (await answers(port)) {
      return;
    }
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`the gateway of this story does not start: ${said()}`);
}

function answers(port) {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => { socket.destroy(); done(true); });
    socket.once('error', () => done(false));
  });
}

// What the gateway of the full type has more.
export const MEDICAL = `
[medical-information]
people = "${PRACTICE}/medical.toml"
kinds = ["medication", "checkup"]
[[medical-information.facility]]
code = "1312345678"
terminals = ["PRACTICE-01"]
roles = ["physician", "pharmacist"]
`;

// What a gateway announces in a disaster.
export const DISASTER = `
[disaster]
ja = "練習の地震により、特別措置が行われています。"
en = "Special measures are in force after an earthquake for practice."
allows = ["eligibility-without-card", "medical-information-without-card", "measure-of-tomorrow"]
until = "2026-11-30T23:59:59+09:00"
`;
