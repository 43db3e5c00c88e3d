import type { TransportFailure } from '../chat/ports.ts';

/** Chromium says `net::ERR_…` in the message, Node a code; the first match wins. */
const patterns: [RegExp, TransportFailure][] = [
  [/ERR_(TUNNEL|PROXY|SOCKS|MANDATORY_PROXY|PAC)|_PROXY_/, 'proxy'],
  [
    /ERR_(CERT|SSL|BAD_SSL)|ERR_TLS_|CERT_|CERTIFICATE|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|HOSTNAME_MISMATCH|EPROTO\b/,
    'certificate',
  ],
  [/ERR_NAME_|ERR_ICANN_NAME|ERR_DNS|ENOTFOUND|EAI_/, 'dns'],
  [
    /ERR_(CONNECTION_REFUSED|ADDRESS_UNREACHABLE|ADDRESS_INVALID|INTERNET_DISCONNECTED|UNSAFE_PORT)/,
    'refused',
  ],
  [/ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL/, 'refused'],
  [/ERR_(CONNECTION_)?TIMED_OUT|ETIMEDOUT|UND_ERR_\w*TIMEOUT/, 'timeout'],
  [/ERR_ABORTED|AbortError|ABORT_ERR|redirect/i, 'aborted'],
];

/** Names the failure behind an exception of a fetch or a socket; what nobody knows is `reset` (it may have arrived). */
export function failureOf(error: unknown): TransportFailure {
  const description = describe(error);
  return patterns.find(([pattern]) => pattern.test(description))?.[1] ?? 'reset';
}

function describe(error: unknown, depth = 0): string {
  if (depth > 4) return '';
  if (!(error instanceof Error)) return typeof error === 'string' ? error : '';
  const code = 'code' in error ? String(error.code) : '';
  // Node tries every address of a name and reports them together.
  const parts = error instanceof AggregateError ? error.errors.map((part) => describe(part, depth + 1)) : [];
  return [error.name, code, error.message, describe(error.cause, depth + 1), ...parts].join(' ');
}
