/** The latest messages' ways through this app, with every copy that came (S21.1, S21.4): ids and times, never text. */
import type { RemoteMessage } from '../../shared/remote.ts';
import type { CopyFate, CopyWay, Hop, MessageTrace } from '../../shared/trace.ts';
import type { Clock } from './ports.ts';

const keptTraces = 200;
const keptCopies = 12;
/** A message has up to four: its key, and what the server, its database and another client call it. */
const keptNames = 12;
/** Made by the contract, or by a client of ours; anything else that another client sends may be somebody's words. */
const messageIdForm = /^(?:msg_[A-Za-z0-9_-]{1,64}|[0-9a-f]{24})$/;
const ulidForm = /^[0-9A-HJKMNP-TV-Z]{26}$/;

/** All times in the clock's `elapsed`. */
interface Trace {
  key: string;
  /** Everything it may be asked for by. */
  names: Set<string>;
  messageId: string | null;
  clientMessageId: string | null;
  dialogId: string;
  own: boolean;
  hops: Map<Hop, number>;
  copies: { way: CopyWay; fate: CopyFate; at: number }[];
  moreCopies: number;
  /** When the server stored it; names it in lists of dialogs, which tell no id. */
  storedAt: string | null;
}

export interface ArrivedCopy {
  copy: Pick<RemoteMessage, 'messageId' | 'aliases' | 'clientMessageId' | 'createdAt'>;
  way: CopyWay;
  fate: CopyFate;
  /** When it came, in the clock's `elapsed`. */
  cameAt: number;
  /** The row's key; null: it belongs to none, or to none yet. */
  key: string | null;
  dialogId: string;
  own: boolean;
  /** With it the message begins its way here; a page of history begins none. */
  begins: boolean;
}

export function createTraces(clock: Pick<Clock, 'elapsed'>) {
  /** Oldest first. */
  const traces = new Set<Trace>();
  const byName = new Map<string, Trace>();
  const byStoredAt = new Map<string, Trace>();

  function forget(trace: Trace): void {
    traces.delete(trace);
    for (const name of trace.names) if (byName.get(name) === trace) byName.delete(name);
    if (trace.storedAt !== null && byStoredAt.get(trace.storedAt) === trace)
      byStoredAt.delete(trace.storedAt);
  }

  function start(of: Pick<Trace, 'key' | 'dialogId' | 'own'>, hop: Hop, at: number): Trace {
    const { key, dialogId, own } = of;
    const trace: Trace = {
      key,
      names: new Set([key]),
      messageId: null,
      clientMessageId: hop === 'composed' ? key : null,
      dialogId,
      own,
      hops: new Map([[hop, at]]),
      copies: [],
      moreCopies: 0,
      storedAt: null,
    };
    traces.add(trace);
    byName.set(key, trace);
    const [oldest] = traces;
    if (traces.size > keptTraces && oldest !== undefined) forget(oldest);
    return trace;
  }

  function call(trace: Trace, each: string): void {
    if (trace.names.size >= keptNames || trace.names.has(each)) return;
    trace.names.add(each);
    byName.set(each, trace);
  }

  /** Two that turn out to be of one message: hints without its id begin traces of their own. */
  function fold(trace: Trace, other: Trace): void {
    forget(other);
    for (const each of other.names) call(trace, each);
    for (const [hop, at] of other.hops) {
      if (hop === 'received' && trace.hops.has('composed')) continue;
      trace.hops.set(hop, Math.min(at, trace.hops.get(hop) ?? at));
    }
    const copies = [...trace.copies, ...other.copies].sort((a, b) => a.at - b.at);
    trace.copies = copies.slice(0, keptCopies);
    trace.moreCopies += other.moreCopies + copies.length - trace.copies.length;
  }

  function note(trace: Trace, way: CopyWay, fate: CopyFate, at: number): void {
    if (trace.copies.length < keptCopies) trace.copies.push({ way, fate, at });
    else trace.moreCopies += 1;
  }

  function name(trace: Trace, { key, copy, dialogId }: ArrivedCopy): void {
    if (key !== null) trace.key = key;
    trace.dialogId = dialogId;
    call(trace, trace.key);
    for (const each of copy.aliases) call(trace, each);
    const { messageId } = copy;
    // What only the database calls it gives way to its own name.
    if (messageId !== null && messageIdForm.test(messageId) && !trace.messageId?.startsWith('msg_'))
      trace.messageId = messageId;
    if (copy.clientMessageId !== null && ulidForm.test(copy.clientMessageId))
      trace.clientMessageId ??= copy.clientMessageId;
    trace.storedAt ??= storedName(dialogId, copy.createdAt);
    byStoredAt.set(trace.storedAt, trace);
  }

  function told(trace: Trace): MessageTrace {
    const { key, messageId, clientMessageId, dialogId, own, moreCopies } = trace;
    const hops = [...trace.hops].sort(([, a], [, b]) => a - b);
    const startedAt = Math.min(...trace.hops.values(), ...trace.copies.map(({ at }) => at));
    const since = (at: number) => Math.round(100 * (at - startedAt)) / 100;
    return {
      key,
      messageId,
      clientMessageId,
      dialogId,
      own,
      startedAt,
      hops: hops.map(([hop, at]) => ({ hop, atMs: since(at) })),
      copies: trace.copies.map(({ way, fate, at }) => ({ way, fate, atMs: since(at) })),
      moreCopies,
    };
  }

  return {
    /** A message that was written here starts its way. `at` in the clock's `elapsed`. */
    compose({ key, dialogId }: { key: string; dialogId: string }, at = clock.elapsed()): void {
      if (!byName.has(key)) start({ key, dialogId, own: true }, 'composed', at);
    },
    /** Once a hop, and only for what began its way here. */
    stamp(key: string, hop: Hop, at = clock.elapsed()): void {
      const trace = byName.get(key);
      if (trace !== undefined && !trace.hops.has(hop)) trace.hops.set(hop, at);
    },
    copyCame(arrived: ArrivedCopy): void {
      const { copy, key, way, fate, cameAt, dialogId, own } = arrived;
      const names = key === null ? copy.aliases : [key, ...copy.aliases];
      const [first] = names;
      const known = new Set(names.flatMap((each) => byName.get(each) ?? []));
      if (first === undefined || (known.size === 0 && !arrived.begins)) return;
      const [found = start({ key: first, dialogId, own }, 'received', cameAt), ...others] = known;
      for (const other of others) fold(found, other);
      name(found, arrived);
      note(found, way, fate, cameAt);
    },
    /** The list of dialogs names this as its newest message: told once. */
    listed(dialogId: string, createdAt: number): void {
      const trace = byStoredAt.get(storedName(dialogId, createdAt));
      if (trace === undefined || trace.copies.some(({ way }) => way === 'list')) return;
      note(trace, 'list', 'listed', clock.elapsed());
    },
    /** null: it began no way here. */
    of(key: string): MessageTrace | null {
      const trace = byName.get(key);
      return trace === undefined ? null : told(trace);
    },
    /** Newest first. */
    entries: (): MessageTrace[] => [...traces].reverse().map(told),
  };
}

function storedName(dialogId: string, createdAt: number): string {
  return `${dialogId} ${createdAt}`;
}
