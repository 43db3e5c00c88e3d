/** What a client needs of a server, in the order in which it needs it; each step stands on those before. */
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { connect } from 'node:net';
import { connect as connectSecurely } from 'node:tls';
import { ApiError, createRestClient } from '../../src/main/chat/rest/rest.ts';
import { checkServer } from '../../src/main/network/checkServer.ts';
import { createNodeHttpClient } from '../../src/main/network/httpNode.ts';
import type { Feature } from '../../src/shared/domain.ts';
import { Ear } from './ear.ts';

const patienceMs = 10_000;
const helloPatienceMs = 3_000;

/** What was found; a step that does not hold rejects with a sentence. */
export interface Finding {
  step: string;
  ms: number;
  ok: boolean;
  says: string;
}

export interface Examined {
  findings: Finding[];
  /** null: nobody signed in, or the server does not introduce itself. */
  features: Feature[] | null;
}

export interface ExaminationOptions {
  /** An origin. */
  address: string;
  phone?: string | undefined;
  /** Asked once the server has sent one. */
  askCode(): Promise<string>;
  onFinding(finding: Finding): void;
}

/** Ends with the first step that does not hold. Signs out again, and leaves nothing behind on the server. */
export async function examine({ address, phone, askCode, onFinding }: ExaminationOptions): Promise<Examined> {
  const findings: Finding[] = [];
  let features: Feature[] | null = null;
  let token: string | null = null;
  let ear: Ear | null = null;
  const url = new URL(address);
  const http = createNodeHttpClient();
  const rest = createRestClient({ http, server: address, token: () => token });

  async function step(name: string, look: () => Promise<string>): Promise<boolean> {
    const started = performance.now();
    const [ok, says] = await look().then(
      (found) => [true, found] as const,
      (error: unknown) => [false, sentenceOf(error)] as const,
    );
    const finding = { step: name, ms: Math.round(performance.now() - started), ok, says };
    findings.push(finding);
    onFinding(finding);
    return ok;
  }

  const steps: [string, () => Promise<string>][] = [
    ['Имя', () => resolved(url)],
    [url.protocol === 'https:' ? 'TLS' : 'Порт', () => reached(url)],
    [
      'Сервер чатов',
      async () => {
        const health = await checkServer(http, address);
        if (!health.ok) throw new Error(`по этому адресу отвечает не сервер чатов (${health.code})`);
        return 'отвечает на /health';
      },
    ],
  ];
  if (phone !== undefined) {
    steps.push(
      [
        'Вход',
        async () => {
          await rest.requestCode(phone);
          const signedIn = await rest.verifyCode(phone, await askCode());
          ({ token } = signedIn);
          return `вошли как ${signedIn.user.name}`;
        },
      ],
      [
        'Соединение',
        async () => {
          ear = await Ear.open(address, String(token), patienceMs);
          features = await ear.greeting(helloPatienceMs);
          return features === null ? 'есть; сервер не представился (старый)' : 'есть; сервер представился';
        },
      ],
      [
        'Комната',
        async () => {
          const { dialogs } = await rest.dialogs(1, 1);
          const [first] = dialogs;
          if (first === undefined) return 'чатов нет, входить некуда';
          return (await ear?.join(first.dialogId, features?.includes('joinAck') === true, patienceMs)) ?? '';
        },
      ],
      [
        'Эхо',
        async () => {
          if (!(await ear?.hears(patienceMs))) throw new Error('соединение есть, но сервер не отвечает');
          return 'сервер отвечает в соединении';
        },
      ],
    );
  }
  for (const [name, look] of steps) if (!(await step(name, look))) break;
  (ear as Ear | null)?.close();
  // The old system ends no sessions, and says so in its way.
  if (token !== null) await rest.logOut().catch(() => undefined);
  return { findings, features };
}

function sentenceOf(error: unknown): string {
  if (error instanceof ApiError) return `сервер отказал: ${error.sentence ?? error.code}`;
  return error instanceof Error ? error.message : String(error);
}

async function resolved({ hostname }: URL): Promise<string> {
  const found = await lookup(hostname.replace(/^\[|\]$/g, ''), { all: true }).catch(() => {
    throw new Error(`имя ${hostname} не найдено: проверьте адрес и сеть`);
  });
  return found.map(({ address }) => address).join(', ');
}

async function reached({ protocol, hostname, port }: URL): Promise<string> {
  const isSecure = protocol === 'https:';
  const host = hostname.replace(/^\[|\]$/g, '');
  const to = { host, port: Number(port) || (isSecure ? 443 : 80), timeout: patienceMs };
  const socket = isSecure ? connectSecurely({ ...to, servername: host }) : connect(to);
  try {
    socket.once('timeout', () => socket.destroy(new Error('не отвечает')));
    await once(socket, isSecure ? 'secureConnect' : 'connect');
    if (!('getPeerCertificate' in socket)) return `${host}:${to.port} принимает соединения, без шифрования`;
    const { issuer, valid_to: validTo } = socket.getPeerCertificate();
    return `${socket.getProtocol()}, выдан ${String(issuer.O ?? issuer.CN)}, до ${validTo}`;
  } catch (error) {
    throw new Error(`не удалось соединиться: ${sentenceOf(error)}`, {
      cause: error,
    });
  } finally {
    socket.destroy();
  }
}
