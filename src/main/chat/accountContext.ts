/** What every part of one account is started with: its store, its server, and what is known of both. */
import type { BridgeEvent } from '../../shared/bridge.ts';
import type { User } from '../../shared/domain.ts';
import { observeCommits } from './changes.ts';
import { type Credentials, createSession } from './connection/session.ts';
import { createStatus } from './connection/status.ts';
import { createBus } from './facts.ts';
import { createFocus } from './focus.ts';
import { createJournal } from './journal.ts';
import { createOutboxJobs } from './outbox/outboxJobs.ts';
import { createSends } from './outbox/sends.ts';
import type { ChatSocketFactory, Clock, ExplainOutage, HttpClient, Log, Random } from './ports.ts';
import { createCallsByServer } from './rest/callsByServer.ts';
import { createPacedRest } from './rest/pacedRest.ts';
import { ApiError } from './rest/rest.ts';
import type { HistoryStore } from './store.ts';
import type { Arrival } from './views/arrivals.ts';

export interface AccountOptions {
  server: string;
  user: User;
  credentials(): Credentials;
  saveCredentials(credentials: Credentials): void;
  store: HistoryStore;
  http: HttpClient;
  createSocket: ChatSocketFactory;
  explainOutage?: ExplainOutage;
  clock: Clock;
  random: Random;
  log: Log;
  emit(event: BridgeEvent): void;
  /** Messages that are new here, once each, after they were stored. */
  onArrivals?(arrivals: Arrival[]): void;
  /** The server says that this sign-in is over. */
  onSignedOut(): void;
}

export type AccountContext = ReturnType<typeof createAccountContext>;

export function createAccountContext(options: AccountOptions) {
  const { clock, random, log, emit } = options;
  const store = observeCommits(options.store, log);
  const ownUserId = options.user.userId;
  const token = () => options.credentials().token;
  const bus = createBus();
  const journal = createJournal(clock);
  const focus = createFocus();
  const jobs = createOutboxJobs({ store, clock });
  const sends = createSends({ store, clock, jobs });
  const { rest, pace } = createPacedRest({
    ...options,
    token,
    isUrgent: (dialogId) => focus.isOn(dialogId) || sends.isUnsettled(dialogId),
    onAnswered: () => bus.tell('answered'),
  });
  const session = createSession({ ...options, rest });
  const { has } = session;
  const isGreeted = () => session.features().length > 0;
  const status = createStatus({ clock, journal, features: session.features, emit });
  const { isUp } = status;
  const calls = createCallsByServer({ rest, clock, log, ownUserId, isUp, isGreeted });

  /** Of a request that nobody waits for. */
  function onFailed(error: unknown): void {
    if (error instanceof ApiError && error.status === 401) bus.tell('authDoubted');
    log.warn('request.failed', { cause: String(error) });
  }

  return {
    bus,
    calls,
    clock,
    emit,
    focus,
    has,
    isGreeted,
    isOpen: focus.isOn,
    isUp,
    jobs,
    journal,
    log,
    onFailed,
    openDialogId: focus.id,
    ownUserId,
    pace,
    random,
    rest,
    sends,
    session,
    status,
    store,
    token,
  };
}
