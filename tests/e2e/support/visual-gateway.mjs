// A gateway that offers checks without PIN (目視): the real program with the practice
// verifier, for stories that need it. The page goes on asking at the address it knows.

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const ROOT = resolve(import.meta.dirname, '../../..');
const PRACTICE = join(ROOT, 'check-server/practice');
const TARGET = process.env.CARGO_TARGET_DIR ?? join(ROOT, 'target');
const PROGRAM = join(TARGET, 'debug', process.platform === 'win32' ? 'check-server.exe' : 'check-server');

export class VisualGateway {
  // Starts it for pages of `site`.
  static async start(site) {
    if (!existsSync(PROGRAM)) {
      throw new Error(`${PROGRAM} is not there: cargo build --package check-server`);
    }
    const gateway = new VisualGateway();
    gateway.folder = mkdtempSync(join(tmpdir(), 'visual-gateway-'));
    const port = await freePort();
    gateway.origin = `http://127.0.0.1:${port}`;
    const configuration = join(gateway.folder, 'config.toml');
    writeFileSync(configuration, settings(site, port, gateway.folder));
    gateway.process = spawn(PROGRAM, ['serve', '--config', configuration], { stdio: 'ignore' });
    for (let tries = 0; tries < 100; tries += 1) {
      const answer = await fetch(`${gateway.origin}/v1/status`).catch(() => undefined);
      if (answer?.ok) {
        return gateway;
      }
      await pause(100);
    }
    await gateway.stop();
    throw new Error('the gateway for checks without PIN does not answer');
  }

  // Has it answer in place of the gateway that the desk knows.
  async standInFor(desk) {
    await desk.page.route(`${desk.gateway}/v1/**`, (route) =>
      route.continue({ url: route.request().url().replace(desk.gateway, this.origin) }));
  }

  async stop() {
    if (this.process.exitCode === null) {
      const gone = new Promise((done) => this.process.once('exit', done));
      this.process.kill();
      await gone;
    }
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

// The practice configuration with other addresses; its paths are relative to where it was.
function settings(site, port, folder) {
  const path = (relative) => `'${join(PRACTICE, relative)}'`;
  return readFileSync(join(PRACTICE, 'visual.toml'), 'utf8')
    .replace(/^listen = .*$/m, `listen = "127.0.0.1:${port}"`)
    .replace(/^database = .*$/m, `database = '${join(folder, 'gateway.sqlite')}'`)
    .replace(/^origins = .*$/m, `origins = ["${site}"]`)
    .replace(/^anchors = \["(.*)"\]$/m, (_, anchor) => `anchors = [${path(anchor)}]`)
    .replace(/^(people|revocations|certificate|key) = "(.*)"$/gm, (_, key, file) => `${key} = ${path(file)}`);
}

async function freePort() {
  const server = createServer();
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}
