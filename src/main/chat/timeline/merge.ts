/** Takes copies of messages into the store: finds the row a copy belongs to, folds rows that turn out to be one. */
import type { Message } from '../../../shared/domain.ts';
import type { HistoryStore } from '../store.ts';
import { comparePositions, mergeCopy, type NamedRemoteMessage, sameMessage } from './timeline.ts';

export interface MergeResult {
  message: Message;
  /** The row that it went into, as it was; null: there was none. */
  before: Message | null;
  /** The row did not exist before in any form. */
  isNew: boolean;
  changed: boolean;
}

/** Inside a transaction of the caller. O(log n) a copy. */
export function mergeIntoStore(store: HistoryStore, copy: NamedRemoteMessage): MergeResult {
  const candidates = findRows(store, copy);
  const [primary = null, ...others] = candidates;
  const remote = { ...copy, messageId: nameOf(store, primary, copy) };
  let message = mergeCopy(
    primary?.id == null ? primary : { ...primary, id: idBeside(primary, remote) },
    remote,
  );
  for (const other of others) message = fold(message, other);
  const changed = primary === null || others.length > 0 || !sameMessage(primary, message);
  for (const other of others) store.removeMessage(other.key);
  if (changed) store.saveMessage(message);
  const aliases = [...remote.aliases, ...others.flatMap((other) => (other.id === null ? [] : [other.id]))];
  if (changed || aliases.some((alias) => store.messageByWireId(alias)?.key !== message.key)) {
    store.addAliases(message.key, aliases);
  }
  return { message, before: primary, isNew: primary === null, changed };
}

/** The message that a copy is of, also where the copy is the first to name it; null: it is new here. */
export function rowOf(
  store: HistoryStore,
  {
    messageId,
    clientMessageId,
    senderId,
  }: Pick<NamedRemoteMessage, 'messageId' | 'clientMessageId' | 'senderId'>,
): Message | null {
  const named = store.messageByWireId(messageId);
  if (named !== null || clientMessageId === null) return named;
  return store.messageByClientMessageId(senderId, clientMessageId);
}

/** The row written here first: its key is what the person already sees. */
function findRows(store: HistoryStore, remote: NamedRemoteMessage): Message[] {
  const rows = new Map<string, Message>();
  if (remote.clientMessageId !== null) {
    const own = store.messageByClientMessageId(remote.senderId, remote.clientMessageId);
    if (own !== null) rows.set(own.key, own);
  }
  for (const alias of remote.aliases) {
    const row = store.messageByWireId(alias);
    if (row !== null) rows.set(row.key, row);
  }
  return [...rows.values()];
}

/** A copy that only the database names is of the row it is an alias of. */
function nameOf(store: HistoryStore, row: Message | null, copy: NamedRemoteMessage): string {
  const isKnown = row?.id != null && store.messageByWireId(copy.messageId)?.key === row.key;
  const isSameRow =
    isKnown && row.createdAt === copy.createdAt && isPublic(row.id) && !isPublic(copy.messageId);
  return isSameRow ? (row.id ?? copy.messageId) : copy.messageId;
}

/** A row that only the database had named gets its own name. */
function idBeside(row: Message, { messageId, aliases, createdAt }: NamedRemoteMessage): string | null {
  const isSameRow = row.id !== null && aliases.includes(row.id) && row.createdAt === createdAt;
  return isSameRow && isPublic(messageId) ? messageId : row.id;
}

function isPublic(id: string | null): boolean {
  return id?.startsWith('msg_') === true;
}

function fold(message: Message, other: Message): Message {
  const isLower =
    other.id !== null &&
    comparePositions(
      { createdAt: other.createdAt, id: other.id },
      { createdAt: message.createdAt, id: message.id ?? '' },
    ) < 0;
  if (!isLower) return message;
  const { id, createdAt, tie, seq, content, type, rev, updatedAt, edited, removed } = other;
  return { ...message, id, createdAt, tie, seq, content, type, rev, updatedAt, edited, removed };
}
