/** REST and the socket on the network as this computer's settings describe it: the system's proxy and authorities. */
import { type Certificate, net, type Session } from 'electron';
import { NodeWebSocket } from 'socket.io-client';
import type { ErrorCode } from '../../shared/domain.ts';
import type { ChatSocketFactory, HttpClient, Log } from '../chat/ports.ts';
import { checkServer } from './checkServer.ts';
import { pollingBy, webSocketBy } from './chromiumTransports.ts';
import { createChromiumWay } from './chromiumWay.ts';
import type { Way } from './examination.ts';
import { createFileRequest, type FileRequest } from './fileRequests.ts';
import { createHttpClient, type Fetch } from './httpClient.ts';
import { openNetworkSession } from './networkSession.ts';
import { createProxyAgent } from './proxyAgent.ts';
import { openSocket } from './socketIo.ts';
import { systemCertificates } from './systemCertificates.ts';
import { createSystemTrust, verdicts } from './systemTrust.ts';

export interface Network {
  http: HttpClient;
  /** As `http`, for files. */
  fileRequest: FileRequest;
  createSocket: ChatSocketFactory;
  /** Why the server cannot be reached, as a person should hear it; null: it can. */
  explainOutage(server: string): Promise<ErrorCode | null>;
  /** For checks of the connection. */
  way: Way;
  /** Another session believes the authorities of this computer as well, for this address. */
  trust(session: Session, url: string): void;
}

type VerifyCertificate = NonNullable<Parameters<Session['setCertificateVerifyProc']>[0]>;

/** What the server may see as the page's origin: it knows the desktop client by its scheme. */
const origin = 'app://chat3';

/** Call after `ready`, once. */
export function openNetwork({
  allowInsecureHosts,
  log,
}: {
  allowInsecureHosts: readonly string[];
  log: Log;
}): Network {
  const session = openNetworkSession('network');
  const agent = createProxyAgent({
    resolveProxy: (url) => session.resolveProxy(url),
    authorities: () => systemCertificates(process.platform),
  });
  const trust = createSystemTrust(agent);
  const judge: VerifyCertificate = (question, answer) => {
    void trust.judge(question).then((verdict) => {
      if (question.errorCode !== 0) {
        log.info('certificate.doubted', { host: question.hostname, error: question.errorCode, verdict });
      }
      answer(verdict);
    });
  };
  const isLinux = process.platform === 'linux';
  const judgeCertificatesOf = (judged: Session) => {
    if (isLinux) judged.setCertificateVerifyProc(judge);
  };
  judgeCertificatesOf(session);

  const fetch: Fetch = (url, options) => {
    trust.expect(url);
    return session.fetch(url, options);
  };
  const http = createHttpClient(fetch, allowInsecureHosts);

  const examined = openNetworkSession('examination');
  const certificates = new Map<string, Certificate>();
  examined.setCertificateVerifyProc((question, answer) => {
    certificates.set(question.hostname, question.certificate);
    if (isLinux) judge(question, answer);
    else answer(verdicts.asChromiumSays);
  });

  const transports = [
    webSocketOf(session) ?? NodeWebSocket,
    // Without this a network that only lets HTTP through never connects.
    pollingBy((url, options) => session.fetch(url, options)),
  ];
  return {
    http,
    fileRequest: createFileRequest(fetch, allowInsecureHosts),
    createSocket: (options) => {
      const socket = openSocket({ transports, agent, allowInsecureHosts }, options);
      trust.expect(options.url);
      return socket;
    },
    explainOutage: async (server) => {
      const result = await checkServer(http, server);
      return result.ok ? null : result.code;
    },
    way: createChromiumWay({
      session: examined,
      allowInsecureHosts,
      expect: trust.expect,
      certificateOf: (host) => certificates.get(host),
    }),
    trust: (other, url) => {
      trust.expect(url);
      judgeCertificatesOf(other);
    },
  };
}

/** Electron's own, on Chromium's stack; null on runtimes before it. */
function webSocketOf(session: Session) {
  const { WebSocket } = net as Partial<Pick<typeof net, 'WebSocket'>>;
  return WebSocket ? webSocketBy((url) => new WebSocket(url, { session, origin })) : null;
}
