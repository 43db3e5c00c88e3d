/** In what the states of the running old system differ, as far as an engine can tell them apart (P8.1, P8.2, P8.3, P8.4). */
export interface OldTraits {
  /** RabbitMQ brings each message a second time. */
  publishes: boolean;
  /** Histories answer the meta a message was sent with. */
  keepsMeta: boolean;
  roomCopyLacksId: boolean;
  listsLastMessage: boolean;
  /** What the list counts as unread: nothing ever, what was not read, or whatever others wrote. */
  unread: 'none' | 'falls' | 'grows';
  /** Share of posts, while there are faults, that are stored behind the backend without its hearing of it. */
  losesAnswers: number;
  /** Messages of so many milliseconds share one timestamp. */
  timestampMs: number;
}

export const usual: OldTraits = {
  publishes: true,
  keepsMeta: true,
  roomCopyLacksId: false,
  listsLastMessage: true,
  unread: 'none',
  losesAnswers: 0,
  timestampMs: 10,
};

export const withoutMeta: OldTraits = { ...usual, publishes: false, keepsMeta: false };

const states: OldTraits[] = [
  { ...withoutMeta, unread: 'grows' },
  { ...usual, roomCopyLacksId: true, listsLastMessage: false, unread: 'falls' },
  { ...usual, roomCopyLacksId: true, unread: 'falls', timestampMs: 200 },
  { ...usual, losesAnswers: 0.15, unread: 'falls' },
  { ...withoutMeta, losesAnswers: 0.15, unread: 'grows', timestampMs: 1 },
];

/** Every other seed has one of the states, in turn. */
export function traitsOf(seed: number): OldTraits {
  return (seed % 2 === 0 ? undefined : states[((seed - 1) / 2) % states.length]) ?? usual;
}
