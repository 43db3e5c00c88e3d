import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Certificate {
  key: string;
  cert: string;
}

/** A private authority, as companies run one. */
export class Authority {
  readonly #directory = mkdtempSync(join(tmpdir(), 'chat3-authority-'));
  readonly certificate: string;

  constructor(name: string) {
    this.#openssl(
      `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=${name} -keyout ca.key -out ca.pem`,
    );
    this.certificate = this.#read('ca.pem');
  }

  /** Signs a certificate for a host name or an address. */
  issue(host: string, { expired = false } = {}): Certificate {
    const kind = /^[\d.]+$/.test(host) ? 'IP' : 'DNS';
    writeFileSync(join(this.#directory, 'names'), `subjectAltName=${kind}:${host}\n`);
    this.#openssl(
      'req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=chat -keyout leaf.key -out leaf.csr',
    );
    this.#openssl(
      `x509 -req -in leaf.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days ${expired ? -1 : 1} -extfile names -out leaf.pem`,
    );
    return { key: this.#read('leaf.key'), cert: this.#read('leaf.pem') };
  }

  remove(): void {
    rmSync(this.#directory, { recursive: true, force: true });
  }

  #openssl(line: string): void {
    execFileSync('openssl', line.split(' '), { cwd: this.#directory, stdio: 'pipe' });
  }

  #read(name: string): string {
    return readFileSync(join(this.#directory, name), 'utf8');
  }
}
