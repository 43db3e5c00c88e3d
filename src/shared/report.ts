/** The file that support reads (S23.2): what the diagnostics screen shows, and what a replay needs. Whatever it does not name is not in it. */
import { z } from 'zod';
import type { ConnectionCut, DiagnosticsView, Difference } from './diagnostics.ts';
import type { ConnectionState, ErrorCode, Feature, MessageState } from './domain.ts';
import { errorCodes } from './errorCodes.ts';
import { featureNames } from './features.ts';
import { eventNames, type Happening, type Refusal, type RequestFailure } from './happenings.ts';
import type { CopyFate, CopyWay, Hop } from './trace.ts';

/** Grows with every change that an older program would read wrongly. */
export const reportVersion = 1;
/** More than any report of this version takes. */
export const longestReportBytes = 2 * 1024 * 1024;

/** A record, so that the compiler misses none. */
const oneOf = <Name extends string>(known: Record<Name, true>) =>
  z.enum(Object.keys(known) as [Name, ...Name[]]);

const states = oneOf<ConnectionState>({
  offline: true,
  waiting: true,
  connecting: true,
  authenticating: true,
  authRequired: true,
  catchingUp: true,
  live: true,
});
const features = z.enum(featureNames as [Feature, ...Feature[]]);
const messageStates = oneOf<MessageState>({ queued: true, sent: true, failed: true, held: true });
const cuts = oneOf<ConnectionCut>({
  server: true,
  silence: true,
  network: true,
  unreachable: true,
  refused: true,
  doubted: true,
});
const hops = oneOf<Hop>({
  composed: true,
  queued: true,
  posted: true,
  acked: true,
  received: true,
  merged: true,
  forwarded: true,
  painted: true,
});
const ways = oneOf<CopyWay>({
  answer: true,
  room: true,
  personal: true,
  broker: true,
  update: true,
  changes: true,
  page: true,
  sweep: true,
  list: true,
});
const fates = oneOf<CopyFate>({
  new: true,
  confirmed: true,
  changed: true,
  known: true,
  older: true,
  nameless: true,
  cut: true,
  waits: true,
  listed: true,
});
const differences = oneOf<Difference['kind']>({ absent: true, extra: true, order: true, older: true });
const failures = oneOf<RequestFailure>({
  refused: true,
  dns: true,
  timeout: true,
  reset: true,
  certificate: true,
  proxy: true,
  aborted: true,
});
const refusals = oneOf<Refusal>({
  tokenInvalid: true,
  userUnknown: true,
  accountDisabled: true,
  routeMissing: true,
});
const codes = z.enum(errorCodes as [ErrorCode, ...ErrorCode[]]);

const time = z.number().min(0).max(8.64e15);
const duration = z.number().min(0).max(1e12);
const count = z.int().min(0).max(1e9);
const id = z.string().regex(/^(dlg|msg|usr|job)_\d{1,6}$/);
/** Of machines and programs: never a sentence. */
const word = z.string().regex(/^[\p{L}\p{N} .,:;_+()/@#~-]{0,120}$/u);
const list = <Item extends z.ZodType>(item: Item) => z.array(item).max(1_000);

const position = z.object({ createdAt: time, id, seq: count.nullable() });
const reconnect = z.object({
  number: count,
  at: time,
  epoch: count,
  durationMs: duration,
  received: count,
  repaired: count,
  duplicatesDropped: count,
  compared: count,
  awaited: list(id),
  vanished: count,
  lost: z.int(),
  differences: count,
  ranges: list(
    z.object({
      dialogId: id,
      from: position.nullable(),
      to: position.nullable(),
      repaired: count,
      differences: list(z.object({ kind: differences, id: z.union([id, z.string().regex(/^#\d{1,9}$/)]) })),
    }),
  ),
});
const trace = z.object({
  key: id,
  messageId: id.nullable(),
  clientMessageId: z.null(),
  dialogId: id,
  own: z.boolean(),
  startedAt: time,
  hops: list(z.object({ hop: hops, atMs: z.number() })),
  copies: list(z.object({ way: ways, fate: fates, atMs: z.number() })),
  moreCopies: count,
});

const diagnostics = z.object({
  state: states,
  epoch: count,
  socketId: word.nullable(),
  server: z
    .url({ protocol: /^https?$/ })
    .max(300)
    .nullable(),
  features: list(features),
  joinedRooms: list(id),
  outbox: list(z.object({ id, kind: word, dialogId: id, state: messageStates, attempts: count })),
  duplicatesDropped: count,
  listeners: count,
  ledger: list(reconnect),
  connectionHistory: list(
    z.object({ at: time, epoch: count, state: states, cut: cuts.nullable(), reason: codes.nullable() }),
  ),
  events: list(z.object({ at: time, name: z.enum(eventNames), about: id.nullable() })),
  traces: list(trace),
  liveness: z.object({
    heardAt: time.nullable(),
    ping: z.object({ at: time, tookMs: duration }).nullable(),
  }),
  serverAheadMs: z.number().nullable(),
  storage: z.object({ messages: count, bytes: duration }).nullable(),
  app: z.object({ version: word, electron: word, chromium: word }),
  system: z.object({ platform: word, release: word, desktop: word.nullable(), locale: word }),
}) satisfies z.ZodType<DiagnosticsView>;

const happens = { at: time, ms: z.number() };
const happening = z.discriminatedUnion('kind', [
  z.object({ ...happens, kind: z.literal('attempt'), epoch: count }),
  z.object({ ...happens, kind: z.literal('connected') }),
  z.object({ ...happens, kind: z.literal('failed'), rejected: z.boolean() }),
  z.object({ ...happens, kind: z.literal('cut'), reason: z.enum(['server', 'silence', 'network']) }),
  z.object({ ...happens, kind: z.literal('probe'), alive: z.boolean(), tookMs: duration }),
  z.object({ ...happens, kind: z.literal('pause'), share: z.number().min(0).max(1) }),
  z.object({ ...happens, kind: z.literal('hint') }),
  z.object({ ...happens, kind: z.literal('explained'), code: codes.nullable() }),
  z.object({ ...happens, kind: z.literal('caughtUp') }),
  z.object({ ...happens, kind: z.literal('hello'), features: list(features) }),
  z.object({ ...happens, kind: z.literal('event'), name: z.enum(eventNames), about: id.nullable() }),
  z.object({
    ...happens,
    kind: z.literal('request'),
    route: z.string().regex(/^(GET|POST|PATCH|DELETE) [a-z/:-]{1,80}$/),
    dialog: id.nullable(),
    message: id.nullable(),
    tookMs: duration.nullable(),
    status: count.nullable(),
    failure: failures.nullable(),
    refusal: refusals.nullable(),
    hiddenStatus: count.nullable(),
  }),
  z.object({
    ...happens,
    kind: z.literal('arrival'),
    message: id,
    dialog: id,
    own: z.boolean(),
    createdAt: time,
    live: z.boolean(),
  }),
  z.object({ ...happens, kind: z.literal('send'), message: id, dialog: id }),
  z.object({ ...happens, kind: z.literal('open'), dialog: id.nullable() }),
]) satisfies z.ZodType<Happening>;

const report = z.object({
  kind: z.literal('chat3-diagnostics'),
  version: z.literal(reportVersion),
  /** Local time of the computer it was made on. */
  at: time,
  machine: word,
  diagnostics,
  /** Oldest first. */
  happenings: list(happening),
});

export interface Report {
  kind: 'chat3-diagnostics';
  version: typeof reportVersion;
  at: number;
  machine: string;
  diagnostics: DiagnosticsView;
  happenings: Happening[];
}

/** null for what is no report of this version. */
export function parseReport(text: string): Report | null {
  try {
    return report.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** With what the format names, and nothing else; throws where something has no place in it. */
export function writeReport(content: Report): string {
  return `${JSON.stringify(report.parse(content), null, 1)}\n`;
}
