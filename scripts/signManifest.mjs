// @ts-check
// Signs the manifests of a release, so that installed copies believe them. The private key never enters the tree:
//   node scripts/signManifest.mjs --new-key FILE        makes a key pair, prints the public half for CHAT3_UPDATE_PUBLIC_KEY
//   node scripts/signManifest.mjs --key FILE latest*.yml    writes latest*.yml.sig beside each
// Instead of --key FILE, the key itself may be in CHAT3_UPDATE_PRIVATE_KEY (PEM).
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { runScript } from './setup/index.mjs';
import { SetupError } from './setup/steps.mjs';

/** @param {import('node:crypto').KeyObject} key */
const publicText = (key) => createPublicKey(key).export({ format: 'der', type: 'spki' }).toString('base64');

/** @param {string} file */
async function makeKey(file) {
  const { privateKey } = generateKeyPairSync('ed25519');
  const text = privateKey.export({ format: 'pem', type: 'pkcs8' });
  await writeFile(file, text, { mode: 0o600, flag: 'wx' });
  console.log(`The private key is in ${file}: keep it off this machine's backups and out of the tree.`);
  console.log(`CHAT3_UPDATE_PUBLIC_KEY=${publicText(privateKey)}`);
}

/** @param {string | undefined} file */
async function readKey(file) {
  const text = file ? await readFile(file, 'utf8') : process.env['CHAT3_UPDATE_PRIVATE_KEY'];
  if (!text)
    throw new SetupError('Name the private key by --key FILE or put it into CHAT3_UPDATE_PRIVATE_KEY.');
  const key = createPrivateKey(text);
  if (key.asymmetricKeyType !== 'ed25519') throw new SetupError('The key must be an ed25519 key.');
  return key;
}

await runScript(async () => {
  const { values, positionals } = parseArgs({
    options: { key: { type: 'string' }, 'new-key': { type: 'string' } },
    allowPositionals: true,
  });
  if (values['new-key']) {
    await makeKey(values['new-key']);
    return 0;
  }
  if (positionals.length === 0)
    throw new SetupError('Name the manifests to sign, as release/latest-linux.yml.');
  const key = await readKey(values.key);
  for (const manifest of positionals) {
    // With its name: one system's manifest must not pass for another's.
    const signed = Buffer.concat([Buffer.from(`${basename(manifest)}\n`), await readFile(manifest)]);
    const signature = sign(null, signed, key).toString('base64');
    await writeFile(`${manifest}.sig`, `${signature}\n`);
    console.log(`${manifest}.sig`);
  }
  console.log(`They hold for copies built with CHAT3_UPDATE_PUBLIC_KEY=${publicText(key)}`);
  return 0;
});
