import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { openRaw } from '../../server/src/store/testing/rawDatabase.ts';
import { endProcess, spawnHelper, waitForLine } from '../../tests/support/processes.ts';
import { rootDirectory } from '../../tests/support/root.ts';
import { abuses, ask, type Stage } from './abuses.ts';

/** Milliseconds: how long others are watched, quiet before and during the abuse. */
const watchedMs = { quiet: 4_000, abused: 12_000 };
const othersPauseMs = 50;
const listeners = 100;

export interface AbuseRow {
  name: string;
  /** Milliseconds; of what others posted and read, half took less. */
  quietP50: number;
  abusedP50: number;
  /** Of the first three seconds, in which a budget is spent. */
  burstP50: number;
  abusedWorst: number;
  ratio: number;
}

/** Runs the rows whose name contains one of `only`, each on a server of its own. */
export async function* abuse(only: string[]): AsyncGenerator<AbuseRow> {
  for (const name of Object.keys(abuses)) {
    if (only.length === 0 || only.some((part) => name.includes(part))) yield await measure(name);
  }
}

async function measure(name: string): Promise<AbuseRow> {
  const directory = await mkdtemp(join(tmpdir(), 'chat3-abuse-'));
  const server = start('abuseServer.ts', directory);
  try {
    const ready = await waitForLine(server, server.stdout as Readable, /^CHAT3_SERVER_READY (\{.*\})$/);
    const { url } = JSON.parse(String(ready[1])) as { url: string };
    const { stage, others } = await setStage(url, directory);
    const quiet = await watch(others, watchedMs.quiet);
    const abuser = start('abuser.ts', name, JSON.stringify(stage));
    await waitForLine(abuser, abuser.stdout as Readable, /^ABUSING$/, 60_000);
    const burst = await watch(others, 3_000);
    const abused = [...burst, ...(await watch(others, watchedMs.abused - 3_000))];
    await endProcess(abuser, 'SIGKILL');
    const [quietP50, abusedP50] = [median(quiet), median(abused)];
    return {
      name,
      quietP50,
      abusedP50,
      burstP50: median(burst),
      abusedWorst: Math.max(...abused),
      ratio: abusedP50 / quietP50,
    };
  } finally {
    await endProcess(server, 'SIGKILL');
    await rm(directory, { recursive: true, force: true, maxRetries: 5 });
  }
}

const start = (file: string, ...args: string[]) =>
  spawnHelper(process.execPath, ['--import', 'tsx', join(rootDirectory, 'scripts/bench', file), ...args], {
    cwd: rootDirectory,
    stdio: ['ignore', 'pipe', 'inherit'],
  });

async function signIn(url: string, phone: string): Promise<{ url: string; token: string; userId: string }> {
  const post = async (path: string, body: object) => {
    const headers = { 'content-type': 'application/json' };
    return (await fetch(`${url}/api${path}`, { method: 'POST', headers, body: JSON.stringify(body) })).json();
  };
  await post('/auth/request-code', { phone });
  const { token, user } = (await post('/auth/verify-code', { phone, code: '1234' })) as {
    token: string;
    user: { userId: string };
  };
  return { url, token, userId: user.userId };
}

const phoneOf = (index: number) => `7950${String(index).padStart(7, '0')}`;

/** 1,100 people, the abuser's groups, and two others with a chat of their own. */
async function setStage(url: string, directory: string) {
  const raw = await openRaw(join(directory, 'chat3.sqlite'));
  await raw.run(`with recursive n(i) as (select 1 union all select i + 1 from n where i < 1100)
    insert into users (user_id, phone, name, search_key, created_at)
    select 'usr_n' || i, '7950' || printf('%07d', i), 'N' || i, ' n' || i, 1 from n`);
  await raw.close();
  const crowd = Array.from({ length: 1_100 }, (_, index) => `usr_n${index + 1}`);
  const abuser = await signIn(url, phoneOf(1_100));
  const others = [await signIn(url, '79111111111'), await signIn(url, '79777777777')] as const;
  const make = async (person: typeof abuser, memberIds: string[]) => {
    const { data } = await ask(person, 'POST', '/dialogs', { name: 'Группа', memberIds, kind: 'group' });
    return (data as { dialogId: string }).dialogId;
  };
  const [groupOf500, groupOf1000] = [
    await make(abuser, crowd.slice(0, 499)),
    await make(abuser, crowd.slice(0, 999)),
  ];
  const { data } = await ask(abuser, 'POST', `/messages/dialog/${groupOf1000}`, { content: 'x' });
  const crowdTokens: string[] = [];
  for (let index = 1; index <= listeners; index++)
    crowdTokens.push((await signIn(url, phoneOf(index))).token);
  const chat = await make(others[0], [others[1].userId]);
  const stage: Stage = {
    url,
    token: abuser.token,
    crowd,
    crowdTokens,
    groupOf500,
    groupOf1000,
    messageId: (data as { messageId: string }).messageId,
  };
  return { stage, others: others.map((person) => ({ ...person, chat })) };
}

/** How long each post and each page of the others took, in milliseconds. */
async function watch(
  others: { url: string; token: string; chat: string }[],
  forMs: number,
): Promise<number[]> {
  const took: number[] = [];
  const end = performance.now() + forMs;
  const timed = async (work: Promise<{ status: number }>) => {
    const began = performance.now();
    const { status } = await work;
    if (status >= 300) throw new Error(`Others were refused: ${status}`);
    took.push(performance.now() - began);
  };
  await Promise.all(
    others.map(async (person) => {
      while (performance.now() < end) {
        await timed(ask(person, 'POST', `/messages/dialog/${person.chat}`, { content: 'Привет' }));
        await timed(ask(person, 'GET', `/messages/dialog/${person.chat}?limit=20`));
        await delay(othersPauseMs);
      }
    }),
  );
  return took;
}

const median = (values: number[]) =>
  values.toSorted((one, other) => one - other)[values.length >> 1] ?? Number.NaN;
