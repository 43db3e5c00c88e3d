/** The way of an update, from the first question to the restart; what really asks, loads and installs is handed in. */
import type { UpdateTrouble, UpdateView } from '../../shared/updates.ts';
import type { Clock, Log } from '../chat/ports.ts';
import type { UpdateFeed } from './feed.ts';

export interface Updater {
  /** The newer version that is offered, null when there is none. Rejects with UpdateFailure; never waits without end. */
  check(): Promise<string | null>;
  /** Loads what `check` found, and verifies it; reports while bytes arrive. Rejects with UpdateFailure. */
  download(onPercent: (percent: number) => void, signal: AbortSignal): Promise<void>;
  /** Ends the program and starts the new version. Rejects with UpdateFailure when it cannot. */
  install(): Promise<void>;
}

/** `trouble` is for the person, `cause` for the log. */
export class UpdateFailure extends Error {
  readonly trouble: UpdateTrouble;
  constructor(trouble: UpdateTrouble, cause?: unknown) {
    super(trouble, { cause });
    this.trouble = trouble;
  }
}

export interface UpdatesOptions {
  feed: UpdateFeed;
  /** Called at the first check, and never while updates are off. */
  loadUpdater(feed: Extract<UpdateFeed, { on: true }>): Promise<Updater>;
  /** Whether something that was written here has not reached the server. */
  hasUnsentText(): boolean;
  emit(view: UpdateView): void;
  clock: Clock;
  log: Log;
}

export interface Updates {
  view(): UpdateView;
  /** Looks now; does nothing while updates are off, or while one is on its way. */
  check(): Promise<void>;
  /** Loads the version that is offered. */
  download(): Promise<void>;
  /** Restarts into the new version; answers false, and does not, while there is unsent text, unless told to anyway. */
  install(evenUnsent: boolean): Promise<boolean>;
  /** Looks soon, and then every six hours, until `stop`. */
  start(): void;
  stop(): void;
}

const firstCheckMs = 15_000;
const betweenChecksMs = 6 * 60 * 60_000;
/** A download from which nothing comes for this long would otherwise last until the next start. */
const patienceMs = 60_000;

export function createUpdates(options: UpdatesOptions): Updates {
  const { feed, loadUpdater, hasUnsentText, emit, clock, log } = options;
  let view: UpdateView = feed.on ? { state: 'idle' } : { state: 'off', reason: feed.reason };
  let updater: Updater | null = null;
  let cancel: (() => void) | null = null;

  function show(next: UpdateView): void {
    view = next;
    emit(next);
  }

  function fail(error: unknown, version: string | null): void {
    const trouble = error instanceof UpdateFailure ? error.trouble : 'unreachable';
    log.warn('updates.failed', { trouble, version, cause: causeOf(error) });
    show({ state: 'failed', trouble, version });
  }

  async function check(): Promise<void> {
    if (!feed.on || (view.state !== 'idle' && view.state !== 'available' && view.state !== 'failed')) return;
    show({ state: 'checking' });
    try {
      updater ??= await loadUpdater(feed);
      const version = await updater.check();
      log.info('updates.checked', { version });
      show(version === null ? { state: 'idle' } : { state: 'available', version });
    } catch (error) {
      fail(error, null);
    }
  }

  async function download(): Promise<void> {
    if (updater === null || view.state !== 'available') return;
    const { version } = view;
    show({ state: 'downloading', version, percent: 0 });
    const stalled = new AbortController();
    const wait = () => clock.schedule(patienceMs, () => stalled.abort());
    let cancelWait = wait();
    try {
      await updater.download((percent) => {
        cancelWait();
        cancelWait = wait();
        const whole = Math.min(100, Math.floor(percent));
        if (view.state === 'downloading' && whole > view.percent)
          show({ state: 'downloading', version, percent: whole });
      }, stalled.signal);
      log.info('updates.ready', { version });
      show({ state: 'ready', version });
    } catch (error) {
      fail(error, version);
    } finally {
      cancelWait();
    }
  }

  async function install(evenUnsent: boolean): Promise<boolean> {
    if (updater === null || view.state !== 'ready') return true;
    if (hasUnsentText() && !evenUnsent) return false;
    const { version } = view;
    log.info('updates.installing', { version });
    try {
      await updater.install();
    } catch (error) {
      fail(error, version);
    }
    return true;
  }

  function checkIn(delayMs: number): void {
    cancel = clock.schedule(delayMs, () => {
      checkIn(betweenChecksMs);
      void check();
    });
  }

  return {
    view: () => view,
    check,
    download,
    install,
    start: () => {
      if (feed.on && cancel === null) checkIn(firstCheckMs);
    },
    stop: () => {
      cancel?.();
      cancel = null;
    },
  };
}

/** Its code where it has one: messages of HTTP libraries quote whole answers. */
function causeOf(error: unknown): string {
  const cause = error instanceof UpdateFailure ? error.cause : error;
  if (!(cause instanceof Error)) return typeof cause === 'string' ? cause : '';
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message.slice(0, 200);
}
