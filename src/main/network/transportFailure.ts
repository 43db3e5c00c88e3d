import type { ErrorCode } from '../../shared/domain.ts';
import { TransportError, type TransportFailure } from '../chat/ports.ts';

interface Naming {
  failure: TransportFailure;
  /** What a person should hear, where it is more than the failure tells. */
  code?: ErrorCode;
}

/** Chromium says `net::ERR_…` in the message, Node a code; the first match wins. */
const namings: [RegExp, Naming][] = [
  [/ERR_PROXY_AUTH|_PROXY_AUTH_|\b407\b/, { failure: 'proxy', code: 'proxyLogin' }],
  [/ERR_PAC_SCRIPT|ERR_MANDATORY_PROXY|ERR_PAC_NOT_IN_DHCP/, { failure: 'proxy', code: 'proxyScriptFailed' }],
  [/ERR_PROXY_CONNECTION_FAILED|ERR_SOCKS_CONNECTION_FAILED/, { failure: 'proxy', code: 'proxyUnreachable' }],
  [/ERR_(TUNNEL|PROXY|SOCKS)|_PROXY_/, { failure: 'proxy' }],
  [
    /ERR_CERT_DATE|CERT_HAS_EXPIRED|CERT_NOT_YET_VALID/,
    { failure: 'certificate', code: 'certificateExpired' },
  ],
  [
    /ERR_CERT_COMMON_NAME|ALTNAME_INVALID|HOSTNAME_MISMATCH/,
    { failure: 'certificate', code: 'certificateWrongHost' },
  ],
  [
    /ERR_CERT_AUTHORITY|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/,
    { failure: 'certificate', code: 'certificateUntrusted' },
  ],
  [/ERR_(CERT|SSL|BAD_SSL)|ERR_TLS_|CERT_|CERTIFICATE|EPROTO\b/, { failure: 'certificate' }],
  [/ERR_NAME_|ERR_ICANN_NAME|ERR_DNS|ENOTFOUND|EAI_/, { failure: 'dns' }],
  [
    /ERR_(CONNECTION_REFUSED|ADDRESS_UNREACHABLE|ADDRESS_INVALID|INTERNET_DISCONNECTED|UNSAFE_PORT)/,
    { failure: 'refused' },
  ],
  [/ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL/, { failure: 'refused' }],
  [/ERR_(CONNECTION_)?TIMED_OUT|ETIMEDOUT|UND_ERR_\w*TIMEOUT/, { failure: 'timeout' }],
  // No chat server sends elsewhere; networks that want a sign-in do.
  [/redirect/i, { failure: 'aborted', code: 'captivePortal' }],
  [/ERR_ABORTED|AbortError|ABORT_ERR/, { failure: 'aborted' }],
];

/** Names the failure behind an exception of a fetch or a socket; what nobody knows is `reset` (it may have arrived). */
export function transportError(error: unknown): TransportError {
  if (error instanceof TransportError) return error;
  const description = describe(error);
  const naming = namings.find(([pattern]) => pattern.test(description))?.[1];
  return new TransportError(naming?.failure ?? 'reset', error, naming?.code);
}

function describe(error: unknown, depth = 0): string {
  if (depth > 4) return '';
  if (!(error instanceof Error)) return typeof error === 'string' ? error : '';
  const code = 'code' in error ? String(error.code) : '';
  // Node tries every address of a name and reports them together.
  const parts = error instanceof AggregateError ? error.errors.map((part) => describe(part, depth + 1)) : [];
  return [error.name, code, error.message, describe(error.cause, depth + 1), ...parts].join(' ');
}
