// The whole way over the bridge without hardware: pcscd with the virtual reader and practice
// cards, the installed host, and a Chromium with the extension. `cargo xtask test` runs what
// uses it in namespaces of its own.

import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { Desk } from './desk.mjs';

// First port of vpcd; the second slot is one higher (vsmartcard, vpcd.h).
const VPCD_PORT = 0x8c7b;
const DRIVER = '/usr/lib/pcsc/drivers/serial/libifdvpcd.so';
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const { SITE, GATEWAY, EXTENSION, BRIDGE_HOST, VIRTUAL_CARD } = process.env;

export const READERS = ['Virtual PCD 00 00', 'Virtual PCD 00 01'];

export class Rig {
  static async start({ allowed = [SITE] } = {}) {
    const rig = new Rig();
    rig.folder = mkdtempSync(join(tmpdir(), 'bridge-rig-'));
    rig.profile = join(rig.folder, 'profile');
    rig.cards = new Map();
    mkdirSync(join(rig.folder, 'readers'));
    writeFileSync(
      join(rig.folder, 'readers', 'vpcd'),
      `FRIENDLYNAME "Virtual PCD"\nDEVICENAME /dev/null:0x8C7B\nLIBPATH ${DRIVER}\nCHANNELID 0x8C7B\n`,
    );
    rig.host('install', '--user-data-dir', rig.profile);
    for (const origin of allowed) {
      rig.host('allow', origin);
    }
    await rig.startService();
    rig.context = await chromium.launchPersistentContext(rig.profile, {
      executablePath: CHROMIUM,
      ignoreDefaultArgs: ['--disable-extensions'],
      args: [
        ...(process.getuid() === 0 ? ['--no-sandbox'] : []),
        `--load-extension=${EXTENSION}`,
        `--disable-extensions-except=${EXTENSION}`,
      ],
      env: { ...process.env, ...rig.environment() },
      viewport: { width: 1280, height: 800 },
    });
    return rig;
  }

  // Settings and log of the host stay in the rig's folder.
  environment() {
    return {
      XDG_CONFIG_HOME: join(this.folder, 'config'),
      XDG_STATE_HOME: join(this.folder, 'state'),
    };
  }

  // The installed host's own commands, as a person runs them.
  host(...words) {
    return execFileSync(BRIDGE_HOST, words, {
      env: { ...process.env, ...this.environment() },
      encoding: 'utf8',
    });
  }

  async startService() {
    const log = join(this.folder, 'pcscd.log');
    this.service = spawn(
      'sh',
      ['-c', `exec pcscd --foreground --config "${join(this.folder, 'readers')}" >"${log}" 2>&1`],
      { stdio: 'ignore' },
    );
    await until('pcscd has its readers', () =>
      spawnSync('opensc-tool', ['--list-readers'], { encoding: 'utf8' }).stdout.includes(READERS[1]));
  }

  async stopService() {
    await ended(this.service);
    // Its socket would make the next one believe that it runs already.
    rmSync('/run/pcscd/pcscd.comm', { force: true });
    rmSync('/run/pcscd/pcscd.pid', { force: true });
  }

  // A practice card on a slot; its counters outlive it.
  put(profile, slot = 0) {
    const card = spawn(
      VIRTUAL_CARD,
      ['vpcd', '--port', String(VPCD_PORT + slot), '--profile', profile,
        '--state', this.state(profile), '--warm-reset', 'keeps'],
      { stdio: 'ignore' },
    );
    this.cards.set(slot, card);
  }

  async take(slot = 0) {
    const card = this.cards.get(slot);
    this.cards.delete(slot);
    if (card) {
      await ended(card);
    }
  }

  state(profile) {
    return join(this.folder, `${profile}.toml`);
  }

  // The tries left for the PIN of user authentication, as the card itself keeps them; a card
  // whose counters never changed has written nothing.
  tries(profile, untouched = 3) {
    if (!existsSync(this.state(profile))) {
      return untouched;
    }
    const [, tries] = /^authentication *= *(\d+)/m.exec(readFileSync(this.state(profile), 'utf8'));
    return Number(tries);
  }

  // Processes of the host, the newest last.
  hosts() {
    const list = spawnSync('pgrep', ['-f', 'bridge-host.*chrome-extension'], { encoding: 'utf8' });
    return list.stdout.split('\n').filter(Boolean).map(Number);
  }

  killHosts() {
    const hosts = this.hosts();
    assert.ok(hosts.length > 0, 'no host runs');
    // As Chromium ends it, too: no chance to say goodbye.
    for (const host of hosts) {
      try {
        process.kill(host, 'SIGKILL');
      } catch {
        // One of the pair may have followed the other already.
      }
    }
  }

  // A desk at the page of `site`.
  async desk({ site = SITE, language = 'ja', hash = '', prepare = async () => {} } = {}) {
    const page = await this.context.newPage();
    page.setDefaultTimeout(12_000);
    const desk = new Desk(page, site, GATEWAY);
    await desk.witness.watch(page);
    await page.route('**/config.json', async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ json: { ...(await answer.json()), language } });
    });
    await prepare(page);
    await page.goto(`${site}/${hash}`);
    return desk;
  }

  async ready(desk) {
    await desk.page.locator('.chip[data-state="ready"]', { hasText: 'ブリッジ' }).waitFor();
  }

  async end() {
    await this.context?.close();
    for (const slot of this.cards.keys()) {
      await this.take(slot);
    }
    await this.stopService();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

// Kills a process that may have ended by itself.
async function ended(child) {
  if (child.signalCode === null && child.exitCode === null) {
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  }
}

export async function until(what, holds) {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await holds()) {
      return;
    }
    await pause(100);
  }
  assert.fail(`${what}: waited in vain`);
}
