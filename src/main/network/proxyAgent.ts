/** Connections of Node.js through the proxy that the system names for an address. */
import type { ClientRequest, Agent as HttpAgent } from 'node:http';
import net from 'node:net';
import type { Duplex } from 'node:stream';
import tls from 'node:tls';
import { Agent, type AgentConnectOpts } from 'agent-base';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { SocksProxyAgent } from 'socks-proxy-agent';

export interface ProxyAgentOptions {
  /** Answers as Chromium does: `DIRECT`, or `PROXY host:port; SOCKS5 host:port; DIRECT`, best first. */
  resolveProxy(url: string): Promise<string>;
  /** PEM certificates of the authorities to trust. */
  authorities(): string[];
}

type Protection = Pick<
  tls.ConnectionOptions,
  'secureContext' | 'rejectUnauthorized' | 'servername' | 'checkServerIdentity'
>;

/** A proxy as a URL; null: straight. */
type Way = string | null;

const schemes: Record<string, string> = {
  PROXY: 'http',
  HTTP: 'http',
  HTTPS: 'https',
  SOCKS: 'socks4a',
  SOCKS4: 'socks4a',
  // The name is resolved at the proxy, as Chromium has it done.
  SOCKS5: 'socks5h',
};

/** Reads the answer of `session.resolveProxy`; unknown kinds of proxy are left out. Throws when nothing is left. */
export function parseProxyList(list: string): Way[] {
  const ways = list.split(';').flatMap((entry): Way[] => {
    const [kind = '', address = ''] = entry.trim().split(/\s+/);
    if (kind.toUpperCase() === 'DIRECT') return [null];
    const scheme = schemes[kind.toUpperCase()];
    return scheme && URL.canParse(`http://${address}`) ? [`${scheme}://${address}`] : [];
  });
  if (ways.length === 0) throw new Error('ERR_PROXY_UNSUPPORTED: no proxy that could be used');
  return ways;
}

/** Goes the ways in the system's order until one is open; certificates are always checked. */
export function createProxyAgent(options: ProxyAgentOptions): HttpAgent {
  let context: tls.SecureContext | null = null;
  return new ProxyAgent(options.resolveProxy, () => {
    // Made once: reading some hundred certificates takes a while.
    context ??= tls.createSecureContext({ ca: options.authorities() });
    return context;
  });
}

class ProxyAgent extends Agent {
  readonly #resolveProxy: ProxyAgentOptions['resolveProxy'];
  readonly #secureContext: () => tls.SecureContext;

  constructor(resolveProxy: ProxyAgentOptions['resolveProxy'], secureContext: () => tls.SecureContext) {
    super();
    this.#resolveProxy = resolveProxy;
    this.#secureContext = secureContext;
  }

  override async connect(request: ClientRequest, options: AgentConnectOpts): Promise<Duplex | HttpAgent> {
    const host = String(options.host);
    const authority = `${net.isIPv6(host) ? `[${host}]` : host}:${options.port}`;
    const ways = parseProxyList(
      await this.#resolveProxy(`${options.secureEndpoint ? 'https' : 'http'}://${authority}/`),
    );
    const target: AgentConnectOpts = options.secureEndpoint
      ? { ...options, port: Number(options.port), ...this.#protection(host) }
      : options;
    let failure: unknown;
    for (const way of ways) {
      try {
        return await this.#connectBy(way, request, target);
      } catch (error) {
        failure = error;
      }
    }
    throw failure;
  }

  #connectBy(
    way: Way,
    request: ClientRequest,
    target: AgentConnectOpts,
  ): Promise<Duplex | HttpAgent> | Duplex {
    if (way === null) return target.secureEndpoint ? tls.connect(target) : net.connect(target);
    if (way.startsWith('socks')) return wrapped(new SocksProxyAgent(way).connect(request, target));
    const toProxy = way.startsWith('https:') ? this.#protection(new URL(way).hostname) : {};
    const tunnel = new HttpsProxyAgent(way, toProxy as object);
    return wrapped(tunnel.connect(request, target));
  }

  #protection(host: string): Protection {
    return {
      secureContext: this.#secureContext(),
      // Said aloud, it beats NODE_TLS_REJECT_UNAUTHORIZED=0.
      rejectUnauthorized: true,
      ...(net.isIP(host) ? {} : { servername: host }),
      // Through a tunnel Node.js would compare the certificate with the proxy's name when the host is an address.
      checkServerIdentity: (_name, certificate) => tls.checkServerIdentity(host, certificate),
    };
  }
}

/** So that a proxy in the way is told apart from a server that does not answer. */
async function wrapped(connecting: Promise<Duplex>): Promise<Duplex> {
  try {
    return await connecting;
  } catch (cause) {
    throw new Error('ERR_PROXY_CONNECTION_FAILED', { cause });
  }
}
