import { createPublicKey, verify } from 'node:crypto';

/** 64 bytes, and nothing behind them: Node's decoder stops at the padding. */
const signatureText = /^[A-Za-z0-9+/]{86}==$/;

/**
 * Whether the manifest was signed under this name by the holder of this key.
 * @param manifest its file name, which says for which system it is, and its text
 * @param signature ed25519 over name, line feed and text, in base64
 * @param publicKey SPKI in base64, as scripts/signManifest.mjs prints it
 */
export function isSignedBy(
  { name, text: content }: { name: string; text: string },
  signature: string,
  publicKey: string,
): boolean {
  try {
    const text = signature.trim();
    if (!signatureText.test(text)) return false;
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
    return (
      key.asymmetricKeyType === 'ed25519' &&
      verify(null, Buffer.from(`${name}\n${content}`, 'utf8'), key, Buffer.from(text, 'base64'))
    );
  } catch {
    // A key or signature that cannot even be read vouches for nothing.
    return false;
  }
}
