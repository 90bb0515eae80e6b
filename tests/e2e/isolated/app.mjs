// The app installed in Chromium. Where the browser can read signed bundles, it gets the bundle;
// where it cannot (Debian's build of Chromium 156 has no parser for them), a server hands it
// the answers of the same bundle, as developers install such an app.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { executable } from '../support/browser.mjs';
import { Desk } from '../support/desk.mjs';
import { secure } from '../support/secure-gateway.mjs';
import { read } from './bundle.mjs';

const { BUNDLE, APP_ORIGIN, DEVELOPMENT_ORIGIN, GATEWAY, GATEWAY_AS_SEEN } = process.env;
const PATIENCE = 30_000;
// A browser that reads bundles refuses one that is none at once; one that cannot says nothing.
const READS_BUNDLES_WITHIN = 10_000;

export class App {
  static async install() {
    const app = new App();
    app.folder = mkdtempSync(join(tmpdir(), 'isolated-app-'));
    app.servers = [await secure(GATEWAY, GATEWAY_AS_SEEN)];
    app.context = await chromium.launchPersistentContext(join(app.folder, 'profile'), {
      executablePath: executable(),
      timeout: PATIENCE,
      viewport: { width: 1280, height: 800 },
      args: [
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--enable-features=IsolatedWebApps,IsolatedWebAppDevMode',
        // The gateway's certificate is known to nobody.
        '--ignore-certificate-errors',
      ],
    });
    app.commands = await app.context.browser().newBrowserCDPSession();
    app.isSigned = await app.readsBundles();
    app.origin = app.isSigned ? APP_ORIGIN : DEVELOPMENT_ORIGIN;
    const from = app.isSigned ? pathToFileURL(BUNDLE).href : await app.serve();
    await app.commands.send('PWA.install', {
      manifestId: `${app.origin}/`,
      installUrlOrBundleUrl: from,
    });
    // The gateway is on this computer: what LocalNetworkAccessAllowedForUrls does at a desk.
    for (const name of ['local-network-access', 'local-network', 'loopback-network']) {
      await app.commands.send('Browser.setPermission', {
        permission: { name },
        setting: 'granted',
        origin: app.origin,
      });
    }
    return app;
  }

  // The app's window, as a person opens it, with the practice reader.
  async open() {
    const opened = this.context.waitForEvent('page', { timeout: PATIENCE });
    await this.commands.send('PWA.launch', { manifestId: `${this.origin}/` });
    const page = await opened;
    page.setDefaultTimeout(PATIENCE);
    await page.waitForURL(`${this.origin}/**`);
    const desk = new Desk(page, this.origin, GATEWAY_AS_SEEN);
    await desk.witness.watch(page);
    // Once more, and watched from its first request.
    await page.evaluate(() => { location.hash = 'training'; });
    await page.reload();
    await page.locator('#bench-card').waitFor();
    return desk;
  }

  async end() {
    await this.context?.close();
    for (const server of this.servers) {
      server.close();
      server.closeAllConnections();
    }
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  async readsBundles() {
    const none = join(this.folder, 'none.swbn');
    writeFileSync(none, 'no bundle');
    const refused = this.commands.send('PWA.install', {
      manifestId: `${APP_ORIGIN}/`,
      installUrlOrBundleUrl: pathToFileURL(none).href,
    }).then(() => 'installed', () => 'refused');
    const late = new Promise((resolve) => {
      setTimeout(() => resolve('silent'), READS_BUNDLES_WITHIN).unref();
    });
    const outcome = await Promise.race([refused, late]);
    if (outcome === 'installed') {
      throw new Error('the browser installs what is no bundle');
    }
    return outcome === 'refused';
  }

  // What the bundle answers, header for header.
  async serve() {
    const { id, responses } = read(readFileSync(BUNDLE));
    const server = createServer((request, answer) => {
      const found = responses.get(`isolated-app://${id}${request.url.split('?')[0]}`);
      if (!found) {
        answer.writeHead(404);
        answer.end();
        return;
      }
      answer.writeHead(Number(found.status), Object.fromEntries(found.headers));
      answer.end(found.body);
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.servers.push(server);
    return `http://localhost:${server.address().port}/`;
  }
}
