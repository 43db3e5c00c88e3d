/** Three hundred engines come back at once after a restart of the server: what each may ask for, at real speed (S10.4, S10.5, S17.16). */
import { createEngine, type Engine } from '../../../src/main/chat/engine.ts';
import type { HttpClient, HttpResponse, Log } from '../../../src/main/chat/ports.ts';
import type { HistoryStore } from '../../../src/main/chat/store.ts';
import { createNodeHttpClient } from '../../../src/main/network/httpNode.ts';
import { createNodeSockets } from '../../../src/main/network/socketIo.ts';
import type { OldVariantName } from '../../fixtures/oldBackend/variants.ts';
import { createMemoryHistory } from '../../simulation/memoryHistory.ts';
import { createRandom } from '../../simulation/virtualClock.ts';
import { type Backend, OursProcess, startOldProcess } from '../backends.ts';
import { percentile95 } from '../checker.ts';
import { check, type Fault, type Mode } from '../fault.ts';
import { createFaultProxy } from '../faultProxy.ts';
import { createObserver, type Observer, type SignedIn, signIn } from '../observer.ts';
import { createScaledClock } from '../scaledClock.ts';

const dialogsEach = 12;
const missedEach = 30;
const earlierEach = 3;
/** People who share their twelve dialogs. */
const groupSize = 20;
const liveWithinMs = 60_000;
const requestsAllowed = 40;
/** The later joins and the sweep after them are part of coming back. */
const aftermathMs = 8_000;
const visitorsAtOnce = 10;
const quiet: Log = { info: () => {}, warn: () => {} };

interface Member {
  engine: Engine;
  store: HistoryStore;
  dialogIds: string[];
  requests: string[];
  liveAt: number | null;
}

export const crowd: Fault = {
  name: '300 engines reconnect together',
  modes: ['standalone', 'legacy'],
  perSeed: false,
  slow: true,
  async run({ seed, mode, variant, quick }) {
    const people = quick ? groupSize : 15 * groupSize;
    const random = createRandom(seed);
    const clock = createScaledClock(1);
    const server = await openServer(mode, variant, seed);
    const proxy = await createFaultProxy({ targetPort: () => server.backend.port });
    const observer = await createObserver(() => server.backend.url);
    const members: Member[] = [];
    const failures: number[] = [];
    const waiting = new Set<() => void>();
    const until = (what: string, condition: () => boolean, timeoutMs: number) =>
      new Promise<void>((resolve, reject) => {
        const look = () => void (condition() && end());
        const end = (error?: Error) => {
          clearTimeout(limit);
          waiting.delete(look);
          if (error === undefined) resolve();
          else reject(error);
        };
        const limit = setTimeout(() => end(new Error(`Not in ${timeoutMs} ms: ${what}`)), timeoutMs);
        waiting.add(look);
        look();
      });
    try {
      const groups = await createGroups(observer, () => server.backend.url, people);
      for (const { signedIns, dialogIds } of groups) {
        for (const signedIn of signedIns) members.push(join(signedIn, dialogIds));
      }
      const allLive = () => members.every((member) => member.liveAt !== null);
      await until('everybody live', allLive, 3 * liveWithinMs);
      // A few at a time: this is not the crowd yet.
      const shy = [...members];
      await Promise.all(
        Array.from({ length: visitorsAtOnce }, async () => {
          for (let member = shy.pop(); member !== undefined; member = shy.pop()) await lookAround(member);
        }),
      );

      proxy.refuse(true);
      proxy.cut();
      await server.restart();
      await Promise.all(groups.flatMap(({ dialogIds }) => dialogIds.map((id) => missed(id))));
      for (const member of members) Object.assign(member, { requests: [], liveAt: null });
      failures.length = 0;
      const openedAt = clock.elapsed();
      proxy.refuse(false);
      await until('everybody live again', allLive, 3 * liveWithinMs).catch(() => {});
      const took = members.map(({ liveAt }) => (liveAt ?? Number.POSITIVE_INFINITY) - openedAt);
      const lost = members.filter(({ store, dialogIds }) =>
        dialogIds.some((id) => store.messagesBefore(id, null, 1_000).length < earlierEach + missedEach),
      ).length;
      await clock.after(aftermathMs);
      const most = members.reduce((a, b) => (b.requests.length > a.requests.length ? b : a));
      const slowest = Math.max(...took);
      const errors = failures.filter((status) => status >= 500).length;
      return {
        runs: people,
        verdict: null,
        recoveriesMs: [percentile95(took) ?? 0],
        checks: [
          check('all live ≤ 60 s', slowest <= liveWithinMs, `${Math.round(slowest)} ms`),
          check('≤ 40 requests each', most.requests.length <= requestsAllowed, kindsOf(most.requests)),
          check('no 5xx', errors === 0, errors),
          check('nobody lacks a message when live', lost === 0, lost),
        ],
      };
    } finally {
      for (const { engine } of members) engine.stop();
      await server.backend.close();
      await proxy.close();
    }

    async function lookAround({ engine, store, dialogIds }: Member): Promise<void> {
      for (const dialogId of dialogIds) {
        const hasSeen = () =>
          store
            .dialogs()
            .some(
              (record) =>
                record.dialogId === dialogId &&
                record.certified !== null &&
                (mode === 'legacy' || record.knownRev !== null),
            );
        engine.openDialog(dialogId);
        await until(`${dialogId} looked at`, hasSeen, 3 * liveWithinMs);
      }
    }

    async function missed(dialogId: string): Promise<void> {
      for (let index = 0; index < missedEach; index++) await observer.post(dialogId, `missed ${index}`);
    }

    function join(signedIn: SignedIn, dialogIds: string[]): Member {
      const store = createMemoryHistory();
      const member: Member = {
        store,
        dialogIds,
        requests: [],
        liveAt: null,
        engine: null as unknown as Engine,
      };
      const http = counted(createNodeHttpClient(), member, failures);
      member.engine = createEngine({
        accounts: {
          keepsSignIn: true,
          active: () => ({ server: proxy.url, ...signedIn }),
          signIn: () => {},
          updateTokens: () => {},
          signOut: () => {},
          openHistory: () => store,
        },
        http,
        createSocket: createNodeSockets(),
        clock,
        random,
        log: quiet,
        emit: (event) => {
          if (event.type === 'connection' && event.connection.state === 'live')
            member.liveAt ??= clock.elapsed();
          for (const look of waiting) look();
        },
        server: () => proxy.url,
      });
      member.engine.start();
      return member;
    }
  },
};

function kindsOf(requests: string[]): string {
  const counts = new Map<string, number>();
  for (const request of requests) counts.set(request, (counts.get(request) ?? 0) + 1);
  return `${requests.length}: ${[...counts].map(([kind, count]) => `${count} ${kind}`).join(', ')}`;
}

function counted(http: HttpClient, member: Member, failures: number[]): HttpClient {
  return async (request): Promise<HttpResponse> => {
    member.requests.push(
      `${request.method} ${new URL(request.url).pathname.replace(/(dlg|usr|msg)_\w+/, ':id')}`,
    );
    const response = await http(request);
    if (response.status >= 400) failures.push(response.status);
    return response;
  };
}

async function openServer(
  mode: Mode,
  variant: OldVariantName,
  seed: number,
): Promise<{ backend: Backend; restart(): Promise<void> }> {
  if (mode === 'legacy') {
    const backend = await startOldProcess(seed, variant);
    return { backend, restart: () => backend.restart() };
  }
  const backend = new OursProcess(1);
  await backend.start();
  return {
    backend,
    restart: async () => {
      await backend.kill();
      await backend.start();
    },
  };
}

async function createGroups(
  observer: Observer,
  url: () => string,
  people: number,
): Promise<{ signedIns: SignedIn[]; dialogIds: string[] }[]> {
  const groups = [];
  for (let first = 0; first < people; first += groupSize) {
    const phones = Array.from(
      { length: groupSize },
      (_, index) => `79${String(first + index).padStart(9, '0')}`,
    );
    const signedIns = await Promise.all(phones.map((phone) => signIn(url(), phone, `Person ${phone}`)));
    const dialogIds: string[] = [];
    for (let index = 0; index < dialogsEach; index++) {
      const dialogId = await observer.createDialog(
        `Group ${first} ${index}`,
        signedIns.map(({ user }) => user.userId),
      );
      dialogIds.push(dialogId);
      for (let earlier = 0; earlier < earlierEach; earlier++)
        await observer.post(dialogId, `earlier ${earlier}`);
    }
    groups.push({ signedIns, dialogIds });
  }
  return groups;
}
