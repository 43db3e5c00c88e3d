/** The check of a connection, step by step (S24.1); by whose network and as whom, is handed in. */
import { isIP } from 'node:net';
import type { ErrorCode, Feature } from '../../shared/domain.ts';
import type { ExaminationStep, Finding, Found } from '../../shared/examination.ts';
import { CommandError } from '../chat/commandError.ts';
import { type Clock, type HttpClient, TransportError } from '../chat/ports.ts';
import { ApiError } from '../chat/rest/rest.ts';
import { checkServer, codeOfTransport } from './checkServer.ts';
import { transportError } from './transportFailure.ts';

/** How requests get to a server. Each call rejects as `http` does. */
export interface Way {
  http: HttpClient;
  /** Numeric addresses. */
  resolve(host: string): Promise<string[]>;
  /** `host:port`; null: none is in the way. Absent: this way knows of no proxies, and has no such step. */
  proxyOf?(address: string): Promise<string | null>;
  /** Opens a connection of its own; what the certificate says, or null without one. */
  reach(address: string): Promise<{ issuer: string | null; until: number | null } | null>;
}

/** What is asked of a sign-in, in this order. Each call rejects with ApiError, TransportError or CommandError. */
export interface Examined {
  /** Resolves once the server has accepted who this is. */
  accept(): Promise<unknown>;
  /** What the server says it can; null: it does not introduce itself. */
  connect(): Promise<Feature[] | null>;
  /** Into the room of a chat; null: there is none. */
  enter(): Promise<{ confirmed: boolean } | null>;
  /** Whether the server answers over the connection. */
  hears(): Promise<boolean>;
}

export interface ExaminationOptions {
  /** An origin. */
  address: string;
  way: Way;
  clock: Pick<Clock, 'elapsed'>;
  /** Absent: nobody is signed in, and it ends before the sign-in. */
  examined?: Examined | undefined;
  /** No further step is taken, and nothing is told any more. */
  signal?: AbortSignal;
  /** `error`: what a failed step threw, for those who may read more than a sentence. */
  onFinding(finding: Finding, error?: unknown): void;
}

export function stepsOf({
  address,
  way,
  examined,
}: Pick<ExaminationOptions, 'address' | 'way' | 'examined'>): ExaminationStep[] {
  return [
    'name',
    ...(way.proxyOf ? (['proxy'] as const) : []),
    new URL(address).protocol === 'https:' ? 'tls' : 'port',
    'health',
    ...(examined ? (['signIn', 'connection', 'room', 'echo'] as const) : []),
  ];
}

/** Ends with the first step that does not hold. Never rejects. */
export async function examine(options: ExaminationOptions): Promise<void> {
  const { clock, signal, onFinding } = options;
  for (const step of stepsOf(options)) {
    const startedAt = clock.elapsed();
    const ms = () => Math.round(clock.elapsed() - startedAt);
    try {
      const found = await looks[step](options);
      if (signal?.aborted) return;
      onFinding({ step, ms: ms(), ok: true, ...found });
    } catch (error) {
      if (!signal?.aborted) onFinding({ step, ms: ms(), ok: false, code: codeOf(error) }, error);
      return;
    }
  }
}

const looks: Record<ExaminationStep, (options: ExaminationOptions) => Promise<Found>> = {
  async name({ address, way }) {
    const host = new URL(address).hostname.replace(/^\[|\]$/g, '');
    if (isIP(host) !== 0) return { found: 'numeric' };
    if ((await way.proxyOf?.(address)) != null) return { found: 'resolvedByProxy' };
    return { found: 'resolved', addresses: await way.resolve(host) };
  },

  async proxy({ address, way }) {
    const proxy = (await way.proxyOf?.(address)) ?? null;
    if (proxy === null) return { found: 'direct' };
    // What lies behind it is the next steps' matter.
    await way.reach(address).catch((error: unknown) => {
      if (transportError(error).failure === 'proxy') throw error;
    });
    return { found: 'throughProxy', proxy };
  },

  async tls({ address, way }) {
    const certificate = await way.reach(address);
    return { found: 'secure', issuer: certificate?.issuer ?? null, until: certificate?.until ?? null };
  },

  async port({ address, way }) {
    await way.reach(address);
    return { found: 'open' };
  },

  async health({ address, way }) {
    const health = await checkServer(way.http, address);
    if (!health.ok) throw new CommandError(health.code);
    return { found: 'healthy' };
  },

  async signIn({ examined }) {
    await examined?.accept();
    return { found: 'accepted' };
  },

  async connection({ examined }) {
    const features = (await examined?.connect()) ?? null;
    return features === null ? { found: 'old' } : { found: 'introduced', features };
  },

  async room({ examined }) {
    const entered = (await examined?.enter()) ?? null;
    return entered === null ? { found: 'noChats' } : { found: 'entered', ...entered };
  },

  async echo({ examined }) {
    if (!(await examined?.hears())) throw new TransportError('timeout');
    return { found: 'heard' };
  },
};

function codeOf(error: unknown): ErrorCode {
  if (error instanceof ApiError || error instanceof CommandError) return error.code;
  return codeOfTransport(transportError(error));
}
