/** The latest of what the outside world did to this account, for reports that can be replayed (S23.3): ids and times, never text. */
import type { Happening, HappeningTime, RequestHappening } from '../../../shared/happenings.ts';
import type { Clock } from '../ports.ts';

/** Of what decides about the connection, and of the rest. */
const keptEach = 250;

type Untimed<Kind> = Kind extends HappeningTime ? Omit<Kind, keyof HappeningTime> : never;
/** A happening that happens now. */
export type News = Untimed<Happening>;

interface Noted {
  /** Several happen within one millisecond. */
  order: number;
  happening: Happening;
}

export type Recording = ReturnType<typeof createRecording>;

export function createRecording(clock: Clock) {
  /** Begins with an attempt, so that a replay can begin there. */
  let ofConnection: Noted[] = [];
  let ofTraffic: Noted[] = [];
  let count = 0;
  const running = new Map<object, { request: RequestHappening; startedAt: number }>();
  let isLive = false;

  const time = (): HappeningTime => ({ at: clock.now(), ms: rounded(clock.elapsed()) });

  function note(news: News, wasLive = isLive): void {
    const noted = { order: count++, happening: { ...time(), ...news } as Happening };
    if (decides(noted.happening, isLive && wasLive)) ofConnection.push(noted);
    else ofTraffic.push(noted);
    if (ofTraffic.length >= 2 * keptEach) ofTraffic = ofTraffic.slice(-keptEach);
    if (ofConnection.length > keptEach) shorten();
  }

  /** Forgets the oldest attempt; or of the only one, the oldest request. */
  function shorten(): void {
    const next = ofConnection.findIndex(({ happening }, index) => index > 0 && happening.kind === 'attempt');
    const request = ofConnection.findIndex(({ happening }) => happening.kind === 'request');
    if (next > 0) ofConnection = ofConnection.slice(next);
    else ofConnection.splice(Math.max(1, request), 1);
  }

  return {
    note: (news: News): void => note(news),
    /** Whether everything missed is here. */
    setLive(live: boolean): void {
      isLive = live;
    },
    /** The socket told of this message lately. */
    hasTold: (messageId: string): boolean =>
      ofTraffic.some(
        ({ happening }) =>
          happening.kind === 'event' && happening.name === 'message:new' && happening.about === messageId,
      ),
    /** A request leaves; the answer is called when it has ended. */
    begin(request: RequestHappening) {
      const id = {};
      const startedAt = clock.elapsed();
      // What was asked while catching up is part of that, however late its end.
      const wasLive = isLive;
      running.set(id, { request, startedAt });
      return (end: Pick<RequestHappening, 'status' | 'failure' | 'refusal' | 'hiddenStatus'>): void => {
        running.delete(id);
        note({ ...request, ...end, tookMs: rounded(clock.elapsed() - startedAt) }, wasLive);
      };
    },
    /** Oldest first, from an attempt on; empty before the first one. */
    happenings(): Happening[] {
      const [first] = ofConnection;
      if (first === undefined) return [];
      const ended = [...ofConnection, ...ofTraffic.slice(-keptEach)]
        .filter(({ order }) => order >= first.order)
        .sort((a, b) => a.order - b.order)
        .map(({ happening }) => happening);
      const going = [...running.values()].map(({ request }): Happening => ({ ...time(), ...request }));
      return [...ended, ...going];
    },
  };
}

/** While all is well only what ends that does; else also what is asked, which says how long catching up takes. */
function decides(happening: Happening, isLive: boolean): boolean {
  switch (happening.kind) {
    case 'event':
    case 'arrival':
    case 'send':
    case 'open':
      return false;
    case 'request':
      return !isLive || happening.status === 401;
    case 'hint':
      return !isLive;
    case 'probe':
      return !isLive || !happening.alive;
    default:
      return true;
  }
}

function rounded(ms: number): number {
  return Math.round(10 * ms) / 10;
}
