// Independent readers of what the page hands on: Python programs that share no code with it.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PYTHON = process.env.MYNA_CHECK_PYTHON ?? 'python3';
const READER = fileURLToPath(new URL('../../python/read_hand_over.py', import.meta.url));

// `kind` is clipboard, xml, csv or fhir.
export function read(kind, bytes) {
  const file = join(mkdtempSync(join(tmpdir(), 'hand-over-')), 'file');
  writeFileSync(file, bytes);
  return JSON.parse(execFileSync(PYTHON, [READER, kind, file], { encoding: 'utf8' }));
}
