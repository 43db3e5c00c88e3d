/** What a check of the connection asks of a sign-in, over the connection that is there: it opens no other (S24.3). */
import type { Feature } from '../../../shared/domain.ts';
import { CommandError } from '../commandError.ts';
import type { Clock } from '../ports.ts';
import type { RestClient } from '../rest/rest.ts';
import type { Link } from './link.ts';
import type { Rooms } from './rooms.ts';
import type { Session } from './session.ts';
import type { Status } from './status.ts';

const connectPatienceMs = 10_000;
const lookEveryMs = 100;

export function createExamined(options: {
  clock: Clock;
  rest: Pick<RestClient, 'me'>;
  session: Pick<Session, 'checkAuth' | 'features'>;
  status: Pick<Status, 'isUp' | 'view'>;
  link: Pick<Link, 'hint' | 'hears'>;
  rooms: Pick<Rooms, 'visit'>;
}) {
  const { clock, rest, session, status, link, rooms } = options;

  /** The features are known with the hello, or once everything is there without one. */
  const isSettled = () => status.isUp() && (session.features().length > 0 || status.view().state === 'live');

  async function untilSettled(): Promise<void> {
    const giveUpAt = clock.elapsed() + connectPatienceMs;
    while (!isSettled() && clock.elapsed() < giveUpAt) {
      if (status.view().state === 'authRequired') throw new CommandError('sessionExpired');
      await new Promise<void>((resolve) => clock.schedule(lookEveryMs, resolve));
    }
  }

  return {
    /** Prolongs a sign-in that is due. Throws CommandError or ApiError where it does not hold, and ends none. */
    async accept(): Promise<void> {
      const verdict = await session.checkAuth();
      if (verdict === 'signedOut') throw new CommandError('sessionExpired');
      if (verdict === 'disabled') throw new CommandError('accountDisabled');
      // It does not tell why: who asks once more hears it.
      if (verdict === 'unknown') await rest.me();
    },
    /** Ends a pause between two attempts. null: the server does not introduce itself. */
    async connect(): Promise<Feature[] | null> {
      if (!status.isUp()) link.hint();
      await untilSettled();
      if (!status.isUp()) throw new CommandError(status.view().problem ?? 'connectionLost');
      const features = session.features();
      return features.length === 0 ? null : features;
    },
    enter: rooms.visit,
    hears: link.hears,
  };
}
