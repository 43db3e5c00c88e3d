/**
 * Which of several messages of one millisecond comes first. The old system keeps finer times in some of its states; in the
 * others its list, which is sorted by time alone, gives them as they were stored, and so as their database ids count
 * (S5.1, P4.2). Its web client shows them in that order.
 */
import type { Message } from './domain.ts';

const databaseId = /^[0-9a-f]{24}$/i;

/**
 * Compares as text among messages of one millisecond; undefined where a copy tells nothing but its id. What knows more is
 * less, so that of two copies of one message the lesser holds.
 */
export function tieOf(time: unknown, id: string | null, others: (string | null)[]): string | undefined {
  const fraction = fractionOf(time);
  const database = others.find((other) => other !== id && other !== null && databaseId.test(other)) ?? '';
  if (id === null || (fraction === '' && database === '')) return undefined;
  return `${fraction === '' ? '' : `.${fraction} `}${database === '' ? '' : `${database} `}${id}`;
}

/** What both copies of a message know together. */
export function lesserTie(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a < b ? a : b;
}

/** Orders messages of one millisecond, and those not sent yet, as text. */
export function orderIdOf({ id, tie, key }: Pick<Message, 'id' | 'tie' | 'key'>): string {
  return id === null ? key : (tie ?? id);
}

/** The digits after the millisecond; '' where there are none. */
function fractionOf(time: unknown): string {
  const text = typeof time === 'number' ? String(time) : typeof time === 'string' ? time.trim() : '';
  const digits = /^\d+\.(\d+)$/.exec(text)?.[1] ?? /:\d{2}[.,]\d{3}(\d+)/.exec(text)?.[1];
  return digits === undefined ? '' : digits.replace(/0+$/, '') || '0';
}
