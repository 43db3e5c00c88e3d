/** What every part of one account is started with: its store, its server, and what is known of both. */
import type { BridgeEvent } from '../../shared/bridge.ts';
import type { User } from '../../shared/domain.ts';
import { observeCommits } from './changes.ts';
import { createInbound } from './connection/inbound.ts';
import { createLink } from './connection/link.ts';
import { type Credentials, createSession } from './connection/session.ts';
import { createStatus } from './connection/status.ts';
import { createBus } from './facts.ts';
import { createFocus } from './focus.ts';
import { createJournal } from './journal.ts';
import { createHeldFiles } from './outbox/heldFiles.ts';
import { createOutboxJobs } from './outbox/outboxJobs.ts';
import { createSends } from './outbox/sends.ts';
import type {
  AccountFiles,
  ChatSocketFactory,
  Clock,
  ExplainOutage,
  HttpClient,
  Log,
  Random,
} from './ports.ts';
import { recordPorts, recordRandom } from './recording/recordedPorts.ts';
import { createRecording } from './recording/recording.ts';
import { recordMessages } from './recording/recordMessages.ts';
import { createCallsByServer } from './rest/callsByServer.ts';
import { createFailureLog } from './rest/failures.ts';
import { createPacedRest } from './rest/pacedRest.ts';
import type { HistoryStore } from './store.ts';
import type { Arrival } from './views/arrivals.ts';

export interface AccountOptions {
  server: string;
  user: User;
  credentials(): Credentials;
  saveCredentials(credentials: Credentials): void;
  store: HistoryStore;
  /** Absent where nobody sends files. */
  files?: AccountFiles | undefined;
  http: HttpClient;
  createSocket: ChatSocketFactory;
  explainOutage?: ExplainOutage;
  clock: Clock;
  random: Random;
  /** Draws the pauses between attempts; `random` where absent. */
  pauseRandom?: Random;
  log: Log;
  emit(event: BridgeEvent): void;
  /** Messages that are new here, once each, after they were stored. */
  onArrivals?(arrivals: Arrival[]): void;
  /** The server says that this sign-in is over, or that the account is closed. */
  onSignedOut(disabled: boolean): void;
}

export function createAccountContext(given: AccountOptions) {
  const { clock, random, log, emit } = given;
  const recording = createRecording(clock);
  const options = { ...given, ...recordPorts(given, recording) };
  const ownUserId = options.user.userId;
  const token = () => options.credentials().token;
  const bus = createBus();
  const store = observeCommits(options.store, log);
  const journal = createJournal(clock);
  bus.on('caughtUp', () => recording.note({ kind: 'caughtUp' }));
  recordMessages({ store, ownUserId, recording });
  const focus = createFocus();
  const jobs = createOutboxJobs({ store, clock });
  store.onUndone(jobs.readAll);
  const sends = createSends({ store, clock, jobs });
  const heldFiles = createHeldFiles({ store, files: options.files });
  const onFailed = createFailureLog({ bus, log });
  const { rest, pace } = createPacedRest({ ...options, bus, token, focus, sends });
  const session = createSession({ ...options, bus, rest });
  const { has, isGreeted } = session;
  const status = createStatus({ ...options, ...session, bus, journal, onLive: recording.setLive });
  const { isUp } = status;
  const calls = createCallsByServer({ bus, rest, clock, log, ownUserId, isUp, isGreeted });
  const link = createLink({
    ...options,
    bus,
    token,
    url: options.server,
    checkAuth: session.checkAuth,
    onEvent: createInbound({ bus, log, journal, epoch: status.epoch, onFailed }),
    onChange: status.moved,
    onHint: () => recording.note({ kind: 'hint' }),
    random: recordRandom(options.pauseRandom ?? random, recording),
  });

  return {
    bus,
    calls,
    clock,
    emit,
    files: options.files,
    focus,
    has,
    heldFiles,
    isGreeted,
    isOpen: focus.isOn,
    isUp,
    jobs,
    journal,
    link,
    log,
    onFailed,
    openDialogId: focus.id,
    ownUserId,
    pace,
    random,
    recording,
    rest,
    sends,
    session,
    status,
    store,
  };
}
