/** How much of a dialog is unread, told to servers that keep a count to be set (S9.10, P8.7): one dialog at a time. */

import type { Clock, Log, Random } from '../ports.ts';
import { maximumRetryDelayMs } from '../rest/backoff.ts';
import { isRouteMissing, type RestClient } from '../rest/rest.ts';
import { createOptionalCall } from '../rest/routes.ts';
import { isRefused } from './readStatuses.ts';

const shortestRetryMs = 10_000;

export interface UnreadCountsOptions {
  rest: Pick<RestClient, 'setUnreadCount'>;
  clock: Clock;
  random: Random;
  log: Log;
  unreadCount(dialogId: string): number;
}

export function createUnreadCounts(options: UnreadCountsOptions) {
  const { rest, clock, log } = options;
  const route = createOptionalCall(isRouteMissing);
  const due = new Set<string>();
  const failed = new Set<string>();
  let running = false;
  let failures = 0;
  let cancelRetry: (() => void) | null = null;
  let stopped = false;

  async function run(): Promise<void> {
    running = true;
    for (const dialogId of due) {
      due.delete(dialogId);
      if (!stopped) await tellOne(dialogId);
    }
    running = false;
  }

  async function tellOne(dialogId: string): Promise<void> {
    try {
      await route.call(() => rest.setUnreadCount(dialogId, options.unreadCount(dialogId)));
      failures = 0;
    } catch (error) {
      log.warn('unreadCounts.failed', { dialogId, cause: String(error) });
      if (!stopped && !isRefused(error)) tellLater(dialogId);
    }
  }

  function tellLater(dialogId: string): void {
    failed.add(dialogId);
    cancelRetry ??= clock.schedule(
      shortestRetryMs + options.random() * maximumRetryDelayMs(failures++),
      () => {
        cancelRetry = null;
        for (const dialogId of failed) tell(dialogId);
        failed.clear();
      },
    );
  }

  function tell(dialogId: string): void {
    if (stopped || route.isAbsent()) return;
    due.add(dialogId);
    if (!running) void run();
  }

  return {
    /** The person has read on in this dialog. */
    tell,
    /** The connection is new: the server may be another one. */
    forgetRoute: route.forget,
    stop(): void {
      stopped = true;
      cancelRetry?.();
    },
  };
}
