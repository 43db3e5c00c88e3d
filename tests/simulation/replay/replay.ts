/** A report done again: the engine in virtual time, in a world that does what the report says the real one did (S23.4). */
import { createEngine, type SignedInAccount } from '../../../src/main/chat/engine.ts';
import type { Clock } from '../../../src/main/chat/ports.ts';
import type { HistoryStore } from '../../../src/main/chat/store.ts';
import type { ConnectionChange } from '../../../src/shared/diagnostics.ts';
import type { Report } from '../../../src/shared/report.ts';
import { createDisk } from '../disk.ts';
import { handleOf } from '../historyHandle.ts';
import { type Client, judge, judgeScreens, type RunResult } from '../judge.ts';
import { createMemoryHistory } from '../memoryHistory.ts';
import { usual } from '../oldTraits.ts';
import { createScreen, type ScreenFaults } from '../screen.ts';
import { createRandom, createVirtualClock } from '../virtualClock.ts';
import { createWorld } from '../world.ts';
import type { Fate } from '../worldSockets.ts';
import { createScript, type Script } from './script.ts';
import { scriptHttp } from './scriptedHttp.ts';

const own = 'usr_own';
const other = 'usr_other';
const socketReasons = {
  server: 'io server disconnect',
  silence: 'ping timeout',
  network: 'transport close',
} as const;
/** As long as a seeded run has to come to rest. */
const quietMs = 135_000;

export interface Replayed {
  /** The first change that is not the report's, in words; null: all are. */
  difference: string | null;
  changes: number;
  /** null where the account was signed out. */
  result: RunResult | null;
}

/** Throws for a report that has nothing to replay. */
export async function replay(report: Report): Promise<Replayed> {
  const script = createScript(report.happenings, report.at);
  const clock = createVirtualClock(script.startsAt);
  const faults: ScreenFaults = new Map();
  let startedAt = Number.POSITIVE_INFINITY;
  let skewMs = 0;
  const elapsed = () => clock.now() - startedAt;
  const isRunning = () => elapsed() >= 0 && elapsed() <= script.end;
  const world = createWorld({
    clock,
    random: createRandom(1),
    contract: script.isNew ? 'new' : 'old',
    userIds: [own, other],
    dialogCount: Math.max(1, script.dialogs.length),
    attempt: () => (isRunning() ? fateOf(script, elapsed()) : undefined),
  });
  const worldDialog = (dialog: string | null) => `dlg_${Math.max(0, script.dialogs.indexOf(dialog ?? ''))}`;
  const nameOf = (dialogId: string) => script.dialogs[Number(dialogId.slice('dlg_'.length))] ?? dialogId;
  for (const dialogId of world.dialogIds())
    for (let index = 0; index < 10; index++) world.insert(dialogId, other, `old ${index}`);

  const store = createMemoryHistory();
  const skewed: Clock = { ...clock, now: () => clock.now() + skewMs };
  const http = scriptHttp({ script, clock, elapsed, nameOf, http: world.http(own) });
  const start = (from: HistoryStore) => {
    const screen = createScreen({ store: from, clock, faults });
    const engine = createEngine({
      accounts: {
        keepsSignIn: true,
        active: () => signedIn,
        signIn: () => {},
        updateTokens: () => {},
        signOut: () => {},
        openHistory: () => handleOf(from),
      },
      http: (request) => (isRunning() ? http(request) : world.http(own)(request)),
      createSocket: world.createSocket(own),
      clock: skewed,
      random: createRandom(2),
      pauseRandom: () => (isRunning() ? script.pause() : 0.5),
      explainOutage: async () => {
        const found = isRunning() ? script.explanation(elapsed()) : undefined;
        if (found === undefined) return null;
        await new Promise<void>((resolve) => clock.schedule(found.after - elapsed(), resolve));
        return found.code;
      },
      log: { info: () => {}, warn: (event) => void (event === 'view.failed' && screen.fault(event)) },
      emit: screen.take,
      server: () => signedIn.server,
    });
    engine.start();
    screen.start(engine.dialogs());
    return { engine, screen };
  };

  // What was there before is here as well: the report tells only what came.
  const { engine: before } = start(store);
  await clock.runUntil(clock.now() + 3_000);
  for (const dialogId of world.dialogIds()) {
    before.openDialog(dialogId);
    await clock.runUntil(clock.now() + 2_000);
  }
  before.stop();

  startedAt = clock.now();
  for (const { dialog, own: isOwn, message, ...arrival } of script.arrivals) {
    const post = () => world.insert(worldDialog(dialog), isOwn ? own : other, message);
    const toldAfter = arrival.createdAt - (report.diagnostics.serverAheadMs ?? 0) - script.startsAt;
    const postedAfter = arrival.live ? arrival.after - 20 : Math.min(arrival.after - 20, toldAfter);
    if (postedAfter <= 0) post();
    else clock.schedule(postedAfter, post);
  }
  const { engine, screen } = start(store);
  for (const { after, reason } of script.cuts)
    clock.schedule(after, () => world.cut(own, socketReasons[reason]));
  for (const after of script.silences) clock.schedule(after, () => world.silence(own));
  for (const { after } of script.hints) clock.schedule(after, () => engine.hint());
  for (const { after, dialog } of script.changes)
    clock.schedule(after, () => world.touch(worldDialog(dialog)));
  for (const { after, byMs } of script.clockJumps)
    clock.schedule(after, () => {
      skewMs += byMs;
    });
  for (const { after, dialog } of script.opens)
    clock.schedule(after, () => {
      if (dialog === null) engine.closeDialog();
      else engine.openDialog(worldDialog(dialog));
    });
  for (const { after, dialog, message } of script.sends)
    clock.schedule(after, () => engine.sendMessage(worldDialog(dialog), message));

  await clock.runUntil(startedAt + script.end);
  const happened = engine.diagnostics().connectionHistory.toReversed();
  const told = report.diagnostics.connectionHistory.toReversed();
  const begin = told.findIndex(({ epoch, state }) => epoch === script.firstEpoch && state === 'connecting');
  const expected = told.slice(begin === -1 ? 0 : begin);
  const difference = firstDifference(expected, happened);
  const changes = expected.length;
  if (engine.session().state !== 'signedIn') return { difference, changes, result: null };

  await clock.runUntil(clock.now() + quietMs);
  const client: Client = { userId: own, store, engine, screen, disk: createDisk(own) };
  const result = judge(world, [client], startedAt - 7_000, usual);
  judgeScreens(world, [client], usual, script.isNew);
  for (const count of faults.values()) result.misshown += count;
  engine.stop();
  return { difference, changes, result };
}

const signedIn: SignedInAccount = {
  server: 'http://world',
  user: { userId: own, name: own, phone: null },
  token: 'token',
  refreshToken: null,
};

function fateOf(script: Script, now: number): Fate {
  const attempt = script.attempt(now);
  if (attempt === undefined) return { afterMs: Number.POSITIVE_INFINITY, refusal: null, hello: null };
  const { after, hello, refusal } = attempt;
  return {
    afterMs: Math.max(1, after - now),
    refusal: refusal === 'rejected' ? 'Authentication error' : refusal,
    hello: hello && { afterMs: Math.max(1, hello.after - after), features: hello.features },
  };
}

const words = ({ state, cut, reason }: Pick<ConnectionChange, 'state' | 'cut' | 'reason'>) =>
  [state, cut, reason].filter(Boolean).join(', ');

function firstDifference(expected: ConnectionChange[], happened: ConnectionChange[]): string | null {
  const length = Math.max(expected.length, happened.length);
  for (let index = 0; index < length; index++) {
    const [one, other] = [expected[index], happened[index]];
    const [wanted, found] = [one && words(one), other && words(other)];
    if (wanted === found) continue;
    const place = `change ${index + 1} of ${expected.length}`;
    return `${place}: the report has ${wanted ?? 'nothing more'}, the replay ${found ?? 'nothing more'}`;
  }
  return null;
}
