// Chromium as the tests start it: the system's own, without a window.

import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

// The program.
export function executable() {
  const place = process.env.CHROMIUM ?? PLACES.find((place) => existsSync(place));
  if (!place) {
    throw new Error('no Chromium here: install it, or name it in the variable CHROMIUM');
  }
  return place;
}

export async function launch() {
  return chromium.launch({
    executablePath: executable(),
    // Chromium's sandbox needs a user that is not root.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
}
