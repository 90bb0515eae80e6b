// A Chromium with the extension and a host to call, and pages that speak to it. Everything
// lies in a folder of its own and goes with it.

import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

export const ID = 'pegfhncljpopgialcjihjefnjnepkiol';
export const HELLO = { type: 'hello', protocol: 1, pageVersion: '0.1.0' };

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser'];
const STANDIN = fileURLToPath(new URL('standin-host.mjs', import.meta.url));

/** What the page does: it keeps what it hears, and knows whether its port is still open. */
const CLIENT = `<!doctype html><title>Page</title><script>
  const heard = [];
  let open = false;
  let port;
  function connect() {
    heard.length = 0;
    open = true;
    port = chrome.runtime.connect('$ID', { name: 'bridge' });
    port.onMessage.addListener((message) => heard.push(message));
    port.onDisconnect.addListener(() => { open = false; void chrome.runtime.lastError; });
  }
</script>`;

export class Desk {
  /** With the unpacked extension. */
  static async open() {
    const desk = await Desk.prepare(ID);
    const unpacked = join(needed('EXTENSION'), 'unpacked');
    await desk.launch({
      args: [`--load-extension=${unpacked}`, `--disable-extensions-except=${unpacked}`],
    });
    return desk;
  }

  /** All but the browser. */
  static async prepare(id) {
    const desk = new Desk();
    desk.id = id;
    desk.folder = mkdtempSync(join(tmpdir(), 'bridge-extension-'));
    desk.profile = join(desk.folder, 'profile');
    mkdirSync(join(desk.profile, 'NativeMessagingHosts'), { recursive: true });
    desk.registerHost();
    desk.server = createServer((request, response) => desk.serve(request.url, response));
    desk.server.listen(0, '127.0.0.1');
    await once(desk.server, 'listening');
    desk.port = desk.server.address().port;
    return desk;
  }

  /** Other files than the page, by their path. */
  files = new Map();

  serve(address, response) {
    // Browsers add a query when they ask for updates.
    const [path] = address.split('?');
    const page = CLIENT.replace('$ID', this.id);
    response.setHeader('content-type', this.files.has(path) ? 'application/octet-stream' : 'text/html');
    response.end(this.files.get(path) ?? page);
  }

  async launch({ executablePath = browser(), args = [], ignoreDefaultArgs = [] }) {
    this.context = await chromium.launchPersistentContext(this.profile, {
      executablePath,
      ignoreDefaultArgs: ['--disable-extensions', ...ignoreDefaultArgs],
      // Chromium's sandbox needs a user that is not root.
      args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), ...args],
      // English is the one language that every Chromium has; Debian keeps the others apart.
      env: { ...process.env, LANGUAGE: 'en', STANDIN: this.folder },
    });
  }

  /** Writes the host's manifest; by default it names the stand-in and our extension. */
  registerHost({ path = this.standIn(), id = this.id } = {}) {
    const name = 'jp.myna_check.bridge';
    writeFileSync(
      join(this.profile, 'NativeMessagingHosts', `${name}.json`),
      JSON.stringify({
        name,
        description: 'Stand-in',
        path,
        type: 'stdio',
        allowed_origins: [`chrome-extension://${id}/`],
      }),
    );
  }

  /** A program that Chromium can start: the stand-in under this very Node.js. */
  standIn() {
    const path = join(this.folder, 'host');
    writeFileSync(path, `#!/bin/sh\nexec "${process.execPath}" "${STANDIN}" "$@"\n`, { mode: 0o755 });
    return path;
  }

  unregisterHost() {
    rmSync(join(this.profile, 'NativeMessagingHosts'), { recursive: true });
    mkdirSync(join(this.profile, 'NativeMessagingHosts'));
  }

  /** The host's list from now on. */
  allow(...origins) {
    writeFileSync(join(this.folder, 'origins'), origins.map((origin) => `${origin}\n`).join(''));
  }

  origin(host = 'localhost') {
    return `http://${host}:${this.port}`;
  }

  async page(host = 'localhost') {
    const page = await this.context.newPage();
    await page.goto(this.origin(host));
    return new Visitor(page);
  }

  /** An extension page, the options by default. */
  async own(path = 'src/options.html') {
    const page = await this.context.newPage();
    await page.goto(`chrome-extension://${this.id}/${path}`);
    return page;
  }

  /** What host processes have written down. */
  journal() {
    const file = join(this.folder, 'journal');
    return existsSync(file)
      ? readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line))
      : [];
  }

  heard(type) {
    return this.journal()
      .filter(({ event, message }) => event === 'heard' && message.type === type)
      .map(({ message }) => message);
  }

  /** Host processes that are alive. */
  running() {
    return this.journal()
      .filter(({ event, pid }) => event === 'start' && isAlive(pid))
      .map(({ pid }) => pid);
  }

  async close() {
    await this.context?.close();
    this.server.close();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** A page of the server, with a port to the extension. */
export class Visitor {
  constructor(page) {
    this.page = page;
  }

  async connects(hello = HELLO) {
    await this.page.evaluate('connect()');
    await this.says(hello);
  }

  says(message) {
    return this.page.evaluate((said) => port.postMessage(said), message);
  }

  hears(type) {
    return until(`a message ${type}`, async () =>
      (await this.page.evaluate('heard')).find((message) => message.type === type));
  }

  async isClosed() {
    await until('the end of the port', async () => !(await this.page.evaluate('open')));
    const heard = await this.page.evaluate('heard');
    return heard.filter(({ type }) => type === 'error').map(({ code }) => code);
  }
}

/** The Chromium of this computer. */
export function browser() {
  const found = process.env.CHROMIUM ?? PLACES.find((place) => existsSync(place));
  if (!found) {
    throw new Error('no Chromium here: install it, or name it in the variable CHROMIUM');
  }
  return found;
}

/** A folder that `cargo xtask extension` built, named in the environment. */
export function needed(variable) {
  const folder = process.env[variable];
  if (!folder) {
    throw new Error(`the variable ${variable} names no built extension`);
  }
  return folder;
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Waits until `probe` gives something; fails with what was waited for. */
export async function until(what, probe, patience = 10_000) {
  const end = Date.now() + patience;
  for (;;) {
    const found = await probe();
    if (found) {
      return found;
    }
    if (Date.now() > end) {
      throw new Error(`waited in vain for ${what}`);
    }
    await pause(25);
  }
}
