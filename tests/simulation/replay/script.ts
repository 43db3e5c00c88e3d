/** A report's happenings as what a world does at which moment. All times are milliseconds since the first of them. */
import type { ErrorCode, Feature } from '../../../src/shared/domain.ts';
import type { Happening, HappeningTime, RequestHappening } from '../../../src/shared/happenings.ts';

type Of<Kind extends Happening['kind']> = Extract<Happening, { kind: Kind }> & { after: number };

/** What becomes of an attempt; null where nothing had become of it when the report was made. */
export interface Attempt {
  after: number;
  /** null: connected. */
  refusal: 'rejected' | 'failed' | null;
  /** null: the server said nothing. */
  hello: { after: number; features: Feature[] } | null;
}

export interface ScriptedRequest extends RequestHappening {
  startedAfter: number;
  /** null: it had not ended. */
  endedAfter: number | null;
}

/** How far from its moment a request is still the one that was recorded, where that one was not under way. */
const nearMs = 1_000;

/** By how much a replay may be late for what is told to whoever asks. */
const lateMs = 1_000;

export type Script = ReturnType<typeof createScript>;

export function createScript(happenings: Happening[], madeAt: number) {
  const [first] = happenings;
  if (first?.kind !== 'attempt') throw new Error('This report has nothing to replay: no attempt to connect.');
  const startMs = first.ms;
  const all = happenings.map((happening) => ({ ...happening, after: happening.ms - startMs }));
  const of = <Kind extends Happening['kind']>(kind: Kind) =>
    all.filter((happening) => happening.kind === kind) as Of<Kind>[];

  const attempts = all.flatMap((happening, index): Attempt[] => {
    if (happening.kind !== 'connected' && happening.kind !== 'failed') return [];
    const { after } = happening;
    if (happening.kind === 'failed')
      return [{ after, refusal: happening.rejected ? 'rejected' : 'failed', hello: null }];
    const rest = all.slice(index + 1);
    const hello = rest.slice(0, lengthUntil(rest, 'attempt')).find(({ kind }) => kind === 'hello');
    const told = hello?.kind === 'hello' ? { after: hello.after, features: hello.features } : null;
    return [{ after, refusal: null, hello: told }];
  });
  const requests = of('request').map((request): ScriptedRequest => {
    const { after, tookMs } = request;
    return { ...request, startedAfter: after - (tookMs ?? 0), endedAfter: tookMs === null ? null : after };
  });
  const explanations = of('explained');
  const pauses = of('pause').map(({ share }) => share);

  /** The first that is not over yet; those before it are left out. */
  function next<Item extends { after: number }>(items: Item[], now: number): Item | undefined {
    while (items[0] !== undefined && items[0].after < now - lateMs) items.shift();
    return items.shift();
  }

  const last = happenings.at(-1) ?? first;
  const madeAfter = Math.max(0, madeAt - last.at) + last.ms - startMs;
  return {
    startsAt: first.at,
    firstEpoch: first.epoch,
    /** When the report was made. */
    end: madeAfter,
    isNew: of('hello').some(({ features }) => features.includes('seq')),
    cuts: of('cut'),
    hints: of('hint'),
    sends: of('send'),
    opens: of('open'),
    arrivals: of('arrival'),
    silences: of('probe')
      .filter(({ alive }) => !alive)
      .map(({ after, tookMs }) => lastHeard(all, after - tookMs)),
    /** By when something of a dialog had changed that was looked at afterwards. */
    changes: lookedAt(of('connected'), requests),
    clockJumps: clockJumps(all),
    dialogs: dialogsOf(all),
    attempt: (now: number): Attempt | undefined => next(attempts, now),
    explanation: (now: number): { after: number; code: ErrorCode | null } | undefined =>
      next(explanations, now),
    /** 1, which is the longest, where the report has no more: nothing is tried before its time. */
    pause: (): number => pauses.shift() ?? 1,
    /** The recorded request that this one is; undefined for one that was not made then. */
    request(route: string, dialog: string | null, now: number): ScriptedRequest | undefined {
      const distance = ({ startedAfter }: ScriptedRequest) => Math.abs(startedAfter - now);
      const isUnderWay = ({ startedAfter, endedAfter }: ScriptedRequest) =>
        startedAfter <= now && (endedAfter ?? now) >= now;
      const [nearest] = requests
        .filter((one) => one.route === route && one.dialog === dialog)
        .filter((one) => distance(one) <= nearMs || isUnderWay(one))
        .sort((a, b) => distance(a) - distance(b));
      if (nearest !== undefined) requests.splice(requests.indexOf(nearest), 1);
      return nearest;
    },
    /** While catching up: until when that took, or lasted. null: nothing was being caught up on. */
    catchingUpUntil(now: number): { after: number; done: boolean } | null {
      const index = all.findLastIndex(({ kind, after }) => kind === 'connected' && after <= now);
      if (index === -1) return null;
      const end = all.slice(index + 1).find(({ kind }) => ['caughtUp', 'cut', 'attempt'].includes(kind));
      const until = { after: end?.after ?? madeAfter, done: end?.kind === 'caughtUp' };
      return now < until.after ? until : null;
    },
    /** A later attempt to send the same was answered: what it was in doubt about had not been stored. */
    isSentLater: ({ message, startedAfter }: ScriptedRequest): boolean =>
      requests.some(
        (one) =>
          one.message === message &&
          one.startedAfter > startedAfter &&
          one.status !== null &&
          one.status < 300,
      ),
  };
}

/** Each dialog once a connection: a look at what has not changed is not made. */
function lookedAt(
  connections: { after: number }[],
  requests: ScriptedRequest[],
): { after: number; dialog: string | null }[] {
  return connections.flatMap(({ after }, index) => {
    const next = connections[index + 1]?.after ?? Number.POSITIVE_INFINITY;
    const looks = requests.filter(
      ({ route, startedAfter }) =>
        route === 'GET /dialogs/:id/changes' && startedAfter >= after && startedAfter < next,
    );
    return [...new Set(looks.map(({ dialog }) => dialog))].map((dialog) => ({ after, dialog }));
  });
}

function lengthUntil(happenings: Happening[], kind: Happening['kind']): number {
  const index = happenings.findIndex((happening) => happening.kind === kind);
  return index === -1 ? happenings.length : index;
}

/** From when nothing was heard any more. */
function lastHeard(happenings: (Happening & { after: number })[], askedAfter: number): number {
  const heard = happenings.findLast(
    (one) =>
      one.after <= askedAfter &&
      (['connected', 'hello', 'event'].includes(one.kind) || (one.kind === 'probe' && one.alive)),
  );
  return (heard?.after ?? askedAfter) + 1;
}

/** Where the wall clock went another way than the steady one, by more than a second. */
function clockJumps(happenings: (HappeningTime & { after: number })[]): { after: number; byMs: number }[] {
  return happenings.flatMap((one, index) => {
    const before = happenings[index - 1];
    if (before === undefined) return [];
    const byMs = one.at - before.at - (one.ms - before.ms);
    return Math.abs(byMs) > 1_000 ? [{ after: before.after + 1, byMs }] : [];
  });
}

function dialogsOf(happenings: Happening[]): string[] {
  const named = happenings.flatMap((one) => ('dialog' in one && one.dialog !== null ? [one.dialog] : []));
  return [...new Set(named)];
}
