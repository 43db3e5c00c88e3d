import type { Who, Words } from './people.ts';

/** Minutes before now, or a day before today with a time of that day. */
export type When = number | readonly [daysAgo: number, time: string];

export interface DemoMessage {
  who: Who;
  when: When;
  text: Words;
  reactions: Partial<Record<string, Who[]>>;
}

export interface DemoChat {
  dialogId: string;
  /** Null: the chat of the two members. */
  name: Words | null;
  /** The first one owns it. */
  members: readonly Who[];
  /** Oldest first. */
  messages: readonly DemoMessage[];
  /** How many of the newest messages somebody has not read; everybody else has read all. Null: nobody has read any. */
  unread: Partial<Record<Who, number>> | null;
}

export function say(
  who: Who,
  when: When,
  ru: string,
  en: string,
  reactions: DemoMessage['reactions'] = {},
): DemoMessage {
  return { who, when, text: { ru, en }, reactions };
}
