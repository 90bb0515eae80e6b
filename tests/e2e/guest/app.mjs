// The site as an installed Isolated Web App, and a desk at it.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { Desk } from '../support/desk.mjs';
import { GATEWAY, PATIENCE, VENDORS, grant } from './bench.mjs';
import { secure } from './secure-gateway.mjs';

const { APP_BUNDLE, APP_ORIGIN } = process.env;

export class App {
  static async install() {
    const app = new App();
    grant([{ origin: APP_ORIGIN, vendors: [VENDORS.practice, VENDORS.qemu] }]);
    app.gateway = await secure(GATEWAY);
    app.profile = mkdtempSync(join(tmpdir(), 'isolated-app-'));
    app.context = await chromium.launchPersistentContext(app.profile, {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      timeout: PATIENCE,
      // The gateway's certificate is known to nobody.
      args: [
        ...(process.getuid() === 0 ? ['--no-sandbox'] : []),
        '--enable-features=IsolatedWebApps,IsolatedWebAppDevMode,UnrestrictedUsb',
        '--ignore-certificate-errors',
      ],
    });
    app.commands = await app.context.browser().newBrowserCDPSession();
    await app.commands.send('PWA.install', {
      manifestId: `${APP_ORIGIN}/`,
      installUrlOrBundleUrl: pathToFileURL(APP_BUNDLE).href,
    });
    return app;
  }

  // The app's window, as a person opens it.
  async open() {
    const opened = this.context.waitForEvent('page', {
      predicate: (page) => page.url().startsWith(APP_ORIGIN),
      timeout: PATIENCE,
    });
    await this.commands.send('PWA.launch', { manifestId: `${APP_ORIGIN}/` });
    const page = await opened;
    page.setDefaultTimeout(PATIENCE);
    assert.equal(await page.evaluate(() => location.origin), APP_ORIGIN);
    return new Desk(page, APP_ORIGIN, GATEWAY);
  }

  async end() {
    await this.context?.close();
    this.gateway?.close();
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
