// The site as an installed Isolated Web App, and a desk at it. The files are those of the
// packed app; they are installed from a server on this machine, as developers do it.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { chromium } from 'playwright-core';
import { Desk } from '../support/desk.mjs';
import { GATEWAY, PATIENCE, browserOptions, grant } from './bench.mjs';
import { secure } from '../support/secure-gateway.mjs';

const { APP_FOLDER, APP_ORIGIN } = process.env;
const PORT = 8099;

const TYPES = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
};

export class App {
  // With readers of these vendors granted to it.
  static async install(vendors) {
    const app = new App();
    app.grant(vendors);
    app.servers = [await serveFiles(), await secure(GATEWAY, 'https://127.0.0.1:8443')];
    app.profile = mkdtempSync(join(tmpdir(), 'isolated-app-'));
    app.context = await chromium.launchPersistentContext(app.profile, browserOptions(
      '--enable-features=IsolatedWebApps,IsolatedWebAppDevMode,IsolatedWebAppUnmanagedInstall,'
        + 'UnrestrictedUsb',
      // The gateway's certificate is known to nobody.
      '--ignore-certificate-errors',
    ));
    app.commands = await app.context.browser().newBrowserCDPSession();
    await app.commands.send('PWA.install', {
      manifestId: `${APP_ORIGIN}/`,
      installUrlOrBundleUrl: `http://localhost:${PORT}/`,
    });
    return app;
  }

  // From now on, or a little later, those of these vendors.
  grant(vendors) {
    grant([{ origin: APP_ORIGIN, vendors }]);
  }

  // The app's window, as a person opens it.
  async open() {
    const opened = this.context.waitForEvent('page', { timeout: PATIENCE });
    await this.commands.send('PWA.launch', { manifestId: `${APP_ORIGIN}/` });
    const page = await opened;
    page.setDefaultTimeout(PATIENCE);
    await page.waitForURL(`${APP_ORIGIN}/**`);
    return new Desk(page, APP_ORIGIN, GATEWAY);
  }

  async end() {
    await this.context?.close();
    for (const server of this.servers) {
      server.close();
      server.closeAllConnections();
    }
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function serveFiles() {
  const server = createServer((request, answer) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const file = pathname === '/' ? '/index.html' : pathname;
    try {
      const content = readFileSync(join(APP_FOLDER, file));
      answer.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
      answer.end(content);
    } catch {
      answer.writeHead(404);
      answer.end();
    }
  });
  await new Promise((resolve) => server.listen(PORT, '127.0.0.1', resolve));
  return server;
}
