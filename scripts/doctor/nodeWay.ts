/** The way of the doctor: Node's own, which knows neither the system's proxy nor its authorities. */
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { connect } from 'node:net';
import { connect as connectSecurely } from 'node:tls';
import type { Way } from '../../src/main/network/examination.ts';
import { createNodeHttpClient } from '../../src/main/network/httpNode.ts';
import { patienceMs } from './ear.ts';

export function createNodeWay(): Way {
  return {
    http: createNodeHttpClient(),
    resolve: async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
    async reach(address) {
      const { protocol, hostname, port } = new URL(address);
      const isSecure = protocol === 'https:';
      const host = hostname.replace(/^\[|\]$/g, '');
      const to = { host, port: Number(port) || (isSecure ? 443 : 80), timeout: patienceMs };
      const socket = isSecure ? connectSecurely({ ...to, servername: host }) : connect(to);
      try {
        socket.once('timeout', () => socket.destroy(new Error('ETIMEDOUT')));
        await once(socket, isSecure ? 'secureConnect' : 'connect');
        if (!('getPeerCertificate' in socket)) return null;
        const { issuer, valid_to: until } = socket.getPeerCertificate();
        return { issuer: String(issuer.O ?? issuer.CN), until: Date.parse(until) };
      } finally {
        socket.destroy();
      }
    },
  };
}
