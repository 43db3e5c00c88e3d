import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import { createSecureContext, Server } from 'node:tls';
import type { FastifyBaseLogger } from 'fastify';
import { ConfigError } from './config.ts';

export interface TlsFiles {
  /** PEM: the certificate, with those between it and the authority. */
  cert: string;
  key: string;
}

export interface TlsMaterial {
  cert: Buffer;
  key: Buffer;
  minVersion: 'TLSv1.2';
}

const WATCH_MS = 30_000;

/** Throws ConfigError with a sentence where the files cannot be read, are no PEM, or do not belong together. */
export function readTls(files: TlsFiles): TlsMaterial {
  const material = {
    cert: readPem(files.cert, 'TLS_CERT'),
    key: readPem(files.key, 'TLS_KEY'),
    minVersion: 'TLSv1.2' as const,
  };
  try {
    createSecureContext(material);
  } catch (error) {
    throw new ConfigError(`TLS_CERT and TLS_KEY cannot be used together: ${messageOf(error)}.`);
  }
  return material;
}

function readPem(file: string, variable: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new ConfigError(`${variable} cannot be read: ${messageOf(error)}.`);
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** Gives new connections the certificate that is in the files now; one that is no good leaves the old one in use. */
export class TlsReload {
  readonly #files: TlsFiles;
  readonly #server: Server;
  readonly #log: FastifyBaseLogger;

  constructor(files: TlsFiles, server: unknown, log: FastifyBaseLogger) {
    if (!(server instanceof Server)) throw new Error('the server was made without TLS');
    this.#files = files;
    this.#server = server;
    this.#log = log;
    // By polling: whoever renews certificates replaces files or whole folders, which other ways of watching lose.
    for (const file of [files.cert, files.key]) {
      watchFile(file, { interval: WATCH_MS, persistent: false }, this.reload);
    }
  }

  readonly reload = (): void => {
    try {
      this.#server.setSecureContext(readTls(this.#files));
    } catch (error) {
      this.#log.error({ err: error }, 'the certificate was not read again, the old one stays in use');
    }
  };

  end(): void {
    for (const file of [this.#files.cert, this.#files.key]) unwatchFile(file, this.reload);
  }
}
