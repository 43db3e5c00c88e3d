import { generateKeyPairSync, sign } from 'node:crypto';
import { expect, test } from 'vitest';
import { isSignedBy } from './manifestSignature.ts';

const pair = generateKeyPairSync('ed25519');
const other = generateKeyPairSync('ed25519');
const exported = (key: typeof pair.publicKey) =>
  key.export({ format: 'der', type: 'spki' }).toString('base64');
const publicKey = exported(pair.publicKey);
const manifest = {
  name: 'latest-linux.yml',
  text: 'version: 1.2.3\nfiles:\n  - url: Чат.AppImage\n    sha512: abc\n',
};
const signed = Buffer.from(`${manifest.name}\n${manifest.text}`);
const signature = sign(null, signed, pair.privateKey).toString('base64');

test('a signature holds for exactly this text and this key', () => {
  expect(isSignedBy(manifest, signature, publicKey)).toBe(true);
  expect(isSignedBy(manifest, `${signature}\n`, publicKey)).toBe(true);
  expect(isSignedBy({ ...manifest, text: `${manifest.text} ` }, signature, publicKey)).toBe(false);
  expect(isSignedBy(manifest, signature, exported(other.publicKey))).toBe(false);
  expect(isSignedBy(manifest, sign(null, signed, other.privateKey).toString('base64'), publicKey)).toBe(
    false,
  );
});

test('the manifest of another system is not signed by it', () => {
  expect(isSignedBy({ ...manifest, name: 'latest.yml' }, signature, publicKey)).toBe(false);
});

test.each(['', 'no signature', '<html>404</html>', signature.slice(4), `${signature}${signature}`])(
  'what is no signature does not hold: %s',
  (broken) => {
    expect(isSignedBy(manifest, broken, publicKey)).toBe(false);
  },
);

test('a key of another kind vouches for nothing', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const rsaSignature = sign('sha512', signed, rsa.privateKey).toString('base64');
  expect(isSignedBy(manifest, rsaSignature, exported(rsa.publicKey))).toBe(false);
  expect(isSignedBy(manifest, signature, 'no key')).toBe(false);
});
