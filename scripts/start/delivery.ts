import type { RunningApp } from '../../tests/support/askedApp.ts';
import type { Person } from '../../tests/support/person.ts';

/** What happened to messages that were sent from one window and looked for in another. */
export interface Delivery {
  sent: number;
  delivered: number;
  /** Milliseconds from pressing Enter at the sender to the frame that shows the row at the receiver. */
  delaysMs: number[];
}

/** Sends and waits until the other window has painted it, as `shown`. A message that does not come within 10 s counts as lost. */
export async function deliver(
  from: Person<RunningApp>,
  to: Person<RunningApp>,
  text: string,
  delivery: Delivery,
  shown = text,
): Promise<void> {
  delivery.sent += 1;
  await from.send(text);
  const row = await to.waitForMessage(shown, 10_000).catch(() => undefined);
  const pressed = (await from.entered()).findLast((entry) => entry.text === text);
  if (!row || !pressed) return;
  delivery.delivered += 1;
  delivery.delaysMs.push(row.paintedAt - pressed.at);
}

/** The value below which the given share of all values lies (nearest rank); NaN of nothing. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
