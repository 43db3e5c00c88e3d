/**
 * The history store in memory, for runs by the thousand. `memoryHistory.test.ts` holds it against the real one. Messages are
 * handed out as they are kept: nobody changes one.
 */

import type { DialogRecord, Draft, HistoryStore, Resend, StoredJob } from '../../src/main/chat/store.ts';
import { readAttachments } from '../../src/shared/attachmentSchema.ts';
import { searchedText } from '../../src/shared/attachments.ts';
import type { CatchUpEntry } from '../../src/shared/diagnostics.ts';
import type { Mark, Message, Position, User } from '../../src/shared/domain.ts';
import { replyToOf } from '../../src/shared/messageOrigin.ts';
import { foldText } from '../../src/shared/search/foldText.ts';
import { findInFolded } from '../../src/shared/search/messageQuery.ts';
import { isServiceLine } from '../../src/shared/serviceLine.ts';
import { orderIdOf } from '../../src/shared/tie.ts';

export function createMemoryHistory(): HistoryStore {
  const messages = new Map<string, Message>();
  const byDialog = new Map<string, Message[]>();
  const byClientId = new Map<string, string>();
  const aliases = new Map<string, string>();
  const aliasesOf = new Map<string, string[]>();
  const dialogs = new Map<string, DialogRecord>();
  const marks = new Map<string, Map<string, Mark>>();
  const drafts = new Map<string, Draft>();
  const replies = new Map<string, Set<string>>();
  const users = new Map<string, User>();
  const jobs = new Map<string, StoredJob>();
  const resends = new Map<string, Resend>();
  const announced = new Set<string>();
  let freshFrom: number | null = null;
  const reconnects = new Map<number, CatchUpEntry>();

  const ordered = (dialogId: string) => byDialog.get(dialogId) ?? [];
  const clientName = (senderId: string, clientMessageId: string) => `${senderId} ${clientMessageId}`;
  function detach(message: Message): void {
    const list = ordered(message.dialogId);
    list.splice(list.indexOf(message, placeOf(list, message)), 1);
    if (message.clientMessageId !== null)
      byClientId.delete(clientName(message.senderId, message.clientMessageId));
    replies.get(replyToOf(message.meta) ?? '')?.delete(message.key);
  }

  function attach(message: Message): void {
    const list = byDialog.get(message.dialogId) ?? [];
    byDialog.set(message.dialogId, list);
    list.splice(placeAfter(list, message), 0, message);
    if (message.clientMessageId !== null) {
      byClientId.set(clientName(message.senderId, message.clientMessageId), message.key);
    }
    const replyTo = replyToOf(message.meta);
    if (replyTo !== null) replies.set(replyTo, (replies.get(replyTo) ?? new Set()).add(message.key));
  }

  const isUnread = (message: Message, ownUserId: string, mark: Mark) =>
    message.id !== null &&
    message.senderId !== ownUserId &&
    !isServiceLine(message.type) &&
    message.removed === undefined &&
    (message.seq === null ? message.createdAt > mark.readAt : message.seq > mark.readSeq);

  return {
    transaction: (work) => work(),
    message: (key) => messages.get(key) ?? null,
    messageByWireId: (wireId) => messages.get(aliases.get(wireId) ?? '') ?? null,
    messageByClientMessageId: (senderId, clientMessageId) =>
      messages.get(byClientId.get(clientName(senderId, clientMessageId)) ?? '') ?? null,
    saveMessage(message) {
      const known = messages.get(message.key);
      if (known !== undefined) detach(known);
      messages.set(message.key, message);
      attach(message);
    },
    removeMessage(key) {
      const known = messages.get(key);
      if (known === undefined) return;
      detach(known);
      messages.delete(key);
      for (const wireId of aliasesOf.get(key) ?? []) if (aliases.get(wireId) === key) aliases.delete(wireId);
      aliasesOf.delete(key);
    },
    repliesTo(name) {
      const names = [name, ...(aliasesOf.get(name) ?? []).filter((id) => aliases.get(id) === name)];
      const keys = new Set(names.flatMap((id) => [...(replies.get(id) ?? [])]));
      return [...keys].flatMap((key) => messages.get(key) ?? []);
    },
    addAliases(key, wireIds) {
      for (const wireId of wireIds) aliases.set(wireId, key);
      aliasesOf.set(key, [...(aliasesOf.get(key) ?? []), ...wireIds]);
    },
    messagesBefore(dialogId, before, limit) {
      const list = ordered(dialogId);
      const end = before === null ? list.length : placeOf(list, before);
      return list.slice(Math.max(0, end - limit), end);
    },
    messagesAfter(dialogId, after, limit) {
      const list = ordered(dialogId);
      const from = placeAfter(list, after);
      return list.slice(from, from + limit);
    },
    newestMessage: (dialogId) => ordered(dialogId).at(-1) ?? null,
    newestSent: (dialogId) => ordered(dialogId).findLast((entry) => entry.id !== null) ?? null,
    firstUnread: (dialogId, ownUserId, mark, from) =>
      ordered(dialogId).find(
        (entry) => isUnread(entry, ownUserId, mark) && (from === null || isAtLeast(entry, from)),
      ) ?? null,
    unreadWithAt: (dialogId, ownUserId, mark, limit) =>
      ordered(dialogId)
        .filter((entry) => entry.content.includes('@') && isUnread(entry, ownUserId, mark))
        .slice(0, limit),
    countUnread: (dialogId, ownUserId, mark, aboveTime) =>
      Math.min(
        1_000,
        ordered(dialogId).filter((entry) => isUnread(entry, ownUserId, mark) && entry.createdAt > aboveTime)
          .length,
      ),
    othersBetween: (dialogId, ownUserId, afterTime, upToTime, limit) =>
      ordered(dialogId)
        .filter(
          (entry) =>
            entry.id !== null &&
            entry.senderId !== ownUserId &&
            entry.removed === undefined &&
            entry.createdAt > afterTime &&
            entry.createdAt <= upToTime,
        )
        .reverse()
        .slice(0, limit),
    hasTwin: (message, withinMs) =>
      ordered(message.dialogId).some(
        (entry) =>
          entry.id !== null &&
          entry.key !== message.key &&
          entry.senderId === message.senderId &&
          entry.content === message.content &&
          Math.abs(entry.createdAt - message.createdAt) <= withinMs,
      ),
    countSentFrom: (dialogId, from) =>
      ordered(dialogId).filter((entry) => entry.id !== null && isAtLeast(entry, from)).length,
    searchMessages({ query, filesOnly = false, dialogId, before, limit }) {
      return [...messages.values()]
        .filter((entry) => dialogId === null || entry.dialogId === dialogId)
        .filter((entry) => before === null || isBefore(entry, before))
        .filter((entry) => !isServiceLine(entry.type))
        .map((entry) => ({ entry, files: readAttachments(entry) }))
        .filter(({ files }) => !filesOnly || files.attachments !== undefined)
        .filter(
          ({ entry, files }) =>
            query === null || findInFolded(foldText(searchedText({ ...entry, ...files })), query) !== null,
        )
        .map(({ entry }) => entry)
        .sort((a, b) => (isBefore(a, b) ? 1 : -1))
        .slice(0, limit);
    },
    size: () => ({ bytes: 0, messageCount: messages.size }),
    clearDownloaded() {
      for (const message of [...messages.values()]) if (message.id !== null) this.removeMessage(message.key);
    },
    compact: () => {},

    dialogs: () => [...dialogs.values()],
    saveDialog: (record) => void dialogs.set(record.dialogId, record),
    removeDialog(dialogId) {
      for (const message of ordered(dialogId).filter((entry) => entry.id !== null))
        this.removeMessage(message.key);
      for (const table of [dialogs, marks, drafts]) table.delete(dialogId);
    },
    marks: (dialogId) => [...(marks.get(dialogId)?.values() ?? [])],
    saveMark(dialogId, mark) {
      const inDialog = marks.get(dialogId) ?? new Map<string, Mark>();
      marks.set(dialogId, inDialog);
      inDialog.set(mark.userId, mark);
    },
    drafts: () => [...drafts.values()],
    saveDraft(dialogId, text, replyTo) {
      if (text === '' && replyTo === undefined) drafts.delete(dialogId);
      else drafts.set(dialogId, { dialogId, text, ...(replyTo === undefined ? {} : { replyTo }) });
    },
    users: () => [...users.values()],
    saveUsers: (list) => {
      for (const user of list) users.set(user.userId, user);
    },
    jobs: () => [...jobs.values()].sort((a, b) => a.queuedAt - b.queuedAt),
    saveJob: (job) => void jobs.set(job.id, job),
    removeJob: (id) => void jobs.delete(id),
    resends: () => [...resends.values()],
    saveResend: (resend) => void resends.set(resend.clientMessageId, resend),
    removeResend: (clientMessageId) => void resends.delete(clientMessageId),
    freshFrom: () => freshFrom,
    saveFreshFrom: (at) => {
      freshFrom = at;
    },
    noteAnnounced(key) {
      const isNews = !announced.has(key);
      announced.add(key);
      return isNews;
    },
    reconnects: () => [...reconnects.values()].sort((a, b) => b.number - a.number),
    saveReconnect: (entry) => {
      reconnects.set(entry.number, structuredClone(entry));
      for (const number of reconnects.keys()) if (number <= entry.number - 50) reconnects.delete(number);
    },
    close: () => {},
  };
}

/** How many of the list stand before the message. */
function placeOf(list: Message[], message: Message): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const entry = list[middle];
    if (entry !== undefined && isBefore(entry, message)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many stand before it or have the same place. */
function placeAfter(list: Message[], message: Message): number {
  let index = placeOf(list, message);
  while (index < list.length && !isBefore(message, list[index])) index += 1;
  return index;
}

function isBefore(a: Message, b: Message | undefined): boolean {
  if (b === undefined) return false;
  const pending = Number(a.id === null) - Number(b.id === null);
  if (pending !== 0) return pending < 0;
  if (a.createdAt !== b.createdAt) return a.createdAt < b.createdAt;
  return orderIdOf(a) < orderIdOf(b);
}

function isAtLeast(message: Message, position: Position): boolean {
  return (
    message.createdAt > position.createdAt ||
    (message.createdAt === position.createdAt && (message.id ?? message.key) >= position.id)
  );
}
