import type { AddressInfo } from 'node:net';

/** Where a server that listens can be reached. */
export function urlOf(scheme: string, address: AddressInfo | string | null): string {
  if (address === null || typeof address === 'string') throw new Error('the server has no address');
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `${scheme}://${host}:${address.port}`;
}
