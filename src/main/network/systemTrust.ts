/**
 * Chromium on Linux trusts its own list and the user's NSS database, but not the bundle to which the administrator adds a
 * company's authority (update-ca-certificates). Where it knows no authority for a certificate, OpenSSL is asked: it
 * shakes hands with the same server, checks chain, name and dates against the bundle, and must have met the very same
 * certificate.
 */
import { X509Certificate } from 'node:crypto';
import type { Agent } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { TLSSocket } from 'node:tls';
import { transportError } from './transportFailure.ts';

export interface CertificateQuestion {
  hostname: string;
  /** Chromium's own verdict (net_error_list.h); 0: it trusts the certificate. */
  errorCode: number;
  certificate: { data: string };
}

/** What Electron's certificate verification takes: an error of Chromium's, or one of the first two. */
export const verdicts = {
  accepted: 0,
  asChromiumSays: -3,
  wrongHost: -200,
  expired: -201,
  unknownAuthority: -202,
};

const timeoutMs = 10_000;

export function createSystemTrust(agent: Agent, limitMs = timeoutMs) {
  const ports = new Map<string, Set<number>>();

  return {
    /** A connection to this address may be made: Chromium asks by host name alone. */
    expect(url: string): void {
      const { hostname, port, protocol } = new URL(url);
      if (protocol !== 'https:') return;
      const known = ports.get(hostname) ?? new Set();
      ports.set(hostname, known.add(port === '' ? 443 : Number(port)));
    },
    /** Accepts only what Chromium accepts or the bundle vouches for; otherwise tells what is wrong. Never rejects. */
    async judge({ hostname, errorCode, certificate }: CertificateQuestion): Promise<number> {
      if (errorCode !== verdicts.unknownAuthority) return verdicts.asChromiumSays;
      let verdict = verdicts.asChromiumSays;
      for (const port of ports.get(hostname) ?? []) {
        const met = await shakeHands({ agent, host: hostname, port, limitMs });
        if (typeof met === 'number') verdict = met;
        else if (met.equals(new X509Certificate(certificate.data).raw)) return verdicts.accepted;
      }
      return verdict;
    },
  };
}

/** The server's certificate when OpenSSL accepts it, or the verdict on it. */
function shakeHands(options: {
  agent: Agent;
  host: string;
  port: number;
  limitMs: number;
}): Promise<Buffer | number> {
  const { agent, host, port, limitMs } = options;
  return new Promise((resolve) => {
    const handshake = httpsRequest({ host: host.replace(/^\[|\]$/g, ''), port, agent });
    // Also while a proxy keeps silent, before there is a socket whose time could be limited.
    const limit = setTimeout(() => finish(verdicts.asChromiumSays), limitMs);
    const finish = (outcome: Buffer | number) => {
      clearTimeout(limit);
      resolve(outcome);
      // Nothing was asked: the handshake was all.
      handshake.destroy();
    };
    handshake.on('error', (error) => finish(verdictOn(error)));
    // A proxy that refuses answers in the server's place.
    handshake.on('response', () => finish(verdicts.asChromiumSays));
    handshake.on('close', () => finish(verdicts.asChromiumSays));
    handshake.on('socket', (socket: TLSSocket) => {
      socket.once('secureConnect', () =>
        finish(socket.authorized ? socket.getPeerCertificate().raw : verdicts.asChromiumSays),
      );
    });
  });
}

function verdictOn(error: Error): number {
  const { code } = transportError(error);
  if (code === 'certificateExpired') return verdicts.expired;
  return code === 'certificateWrongHost' ? verdicts.wrongHost : verdicts.asChromiumSays;
}
