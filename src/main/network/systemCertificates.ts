/** Which authorities this computer trusts, for connections that Node.js makes itself. */
import { readFileSync } from 'node:fs';
import tls from 'node:tls';

/** Where distributions keep the bundle that their administrators add to (update-ca-certificates, update-ca-trust). */
const bundles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

/**
 * PEM certificates: on Linux the first bundle found, elsewhere what the runtime can read from the system (Node.js 22.15
 * and later). The list that comes with Node.js stands in where there is neither.
 */
export function systemCertificates(platform: NodeJS.Platform, paths = bundles): string[] {
  const own = platform === 'linux' ? readBundle(paths) : readStore();
  return own.length > 0 ? own : [...tls.rootCertificates];
}

function readBundle(paths: readonly string[]): string[] {
  for (const path of paths) {
    try {
      const found = readFileSync(path, 'utf8').match(
        /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g,
      );
      if (found) return found;
    } catch {
      // Another distribution's place.
    }
  }
  return [];
}

function readStore(): string[] {
  const { getCACertificates } = tls as { getCACertificates?: (type: 'system') => string[] };
  return getCACertificates?.('system') ?? [];
}
