import proxyAddress from '@fastify/proxy-addr';

/** Whether what this address, so many hops away, says of where a request came from is believed (P7.23). */
export type Trusts = (address: string, hop: number) => boolean;

/**
 * `proxies`: how many stand in front, or their addresses and networks. A number counts from this end of the row: what a request
 * said of itself before the last proxy wrote stands further out.
 */
export function trustIn(proxies: number | string[] | false): Trusts {
  if (typeof proxies === 'number') return (_address, hop) => hop < proxies;
  return proxyAddress.compile(proxies || []);
}

/** Where the handshake of a socket came from; routes have it as `request.ip`, of the same library. */
export const addressOf = proxyAddress;
