// Writes one signed web bundle: `node bundle.mjs TOOLS PLAN`.
//
// TOOLS is the folder that has the packages wbn and wbn-sign, PLAN a JSON file with the key's
// file, the app's origin, the files and the headers of each. Decides nothing by itself.

import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [tools, planFile] = process.argv.slice(2);
const require = createRequire(join(tools, 'package.json'));
const { BundleBuilder } = require('wbn');
const { IntegrityBlockSigner, NodeCryptoSigningStrategy, WebBundleId, parsePemKey } =
  require('wbn-sign');

const plan = JSON.parse(readFileSync(planFile, 'utf8'));
const key = parsePemKey(readFileSync(plan.key));
const id = new WebBundleId(key).serialize();
if (plan.origin !== `isolated-app://${id}`) {
  throw new Error(`the key's id is ${id}, which ${plan.origin} is not made of`);
}

const builder = new BundleBuilder('b2');
for (const { path, source, headers } of plan.files) {
  builder.addExchange(plan.origin + path, 200, headers, readFileSync(source));
}
const signer = new IntegrityBlockSigner(builder.createBundle(), id, [
  new NodeCryptoSigningStrategy(key),
]);
const { signedWebBundle } = await signer.sign();
writeFileSync(plan.bundle, signedWebBundle);
