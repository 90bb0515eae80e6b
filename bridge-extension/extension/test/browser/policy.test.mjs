// The signed package as an administrator installs it: by policy, from a web server, with its
// pages listed in the policy. Chromium reads policies in one system folder only, so it runs in
// a mount namespace that has another folder there; the computer's own is not touched.

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Desk, browser, needed, until } from './desk.mjs';

const SETTINGS = '/etc/chromium';
/** What the build writes where no address and no origin was given. */
const ADDRESS = 'https://extension.example/bridge';
const ORIGIN = '"http://localhost"';

let desk;
after(() => desk?.close());

test('Chromium installs the signed package by policy and knows its pages from it', async () => {
  const built = needed('SIGNED_EXTENSION');
  const policy = readFileSync(join(built, 'policy/linux.json'), 'utf8');
  const [id] = Object.keys(JSON.parse(policy).ExtensionSettings);
  desk = await Desk.prepare(id);
  const here = (text) =>
    text.replaceAll(ADDRESS, desk.origin('127.0.0.1')).replaceAll(ORIGIN, `"${desk.origin()}"`);
  const updates = here(readFileSync(join(built, 'updates.xml'), 'utf8'));
  desk.files.set('/updates.xml', updates);
  const [, path] = /codebase="http:\/\/[^/]+([^"]+)"/.exec(updates);
  desk.files.set(path, readFileSync(join(built, path)));

  const settings = join(desk.folder, 'settings');
  mkdirSync(join(settings, 'policies/managed'), { recursive: true });
  writeFileSync(join(settings, 'policies/managed/extension.json'), JSON.stringify(inspectable(here(policy))));
  const executablePath = join(desk.folder, 'chromium');
  const root = process.getuid() === 0 ? '' : '--map-root-user';
  writeFileSync(
    executablePath,
    `#!/bin/sh
exec unshare --mount ${root} sh -c 'mount --bind "${settings}" ${SETTINGS} && exec "$@"' - "${browser()}" --no-sandbox "$@"
`,
    { mode: 0o755 },
  );
  const options = { executablePath, ignoreDefaultArgs: ['--disable-background-networking'] };
  await desk.launch(options);
  const { page } = await desk.page();
  await until('the installation', async () => {
    await page.reload();
    return page.evaluate('Boolean(chrome.runtime)');
  });

  // Chromium gives an extension its own policy when it starts, and not when it installs it.
  await desk.context.close();
  await desk.launch(options);
  const visitor = await desk.page();
  await visitor.connects();
  await visitor.hears('welcome');
  assert.deepEqual(desk.heard('allowOrigin'), [{ type: 'allowOrigin', origin: desk.origin() }]);

  const own = await desk.own();
  await own.getByText('Allowed by your administrator').waitFor();
  assert.equal(await own.getByRole('button', { name: 'Take back' }).count(), 0);
});

/** Nobody may look into an extension that a policy installed, unless a policy says so too. */
function inspectable(policy) {
  return { ...JSON.parse(policy), DeveloperToolsAvailability: 1 };
}
