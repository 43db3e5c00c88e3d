/** The history store in memory, for runs by the thousand. `memoryHistory.test.ts` holds it against the real one. */

import type { DialogRecord, HistoryStore, Resend, StoredJob } from '../../src/main/chat/store.ts';
import type { Mark, Message, Position, User } from '../../src/shared/domain.ts';
import { foldText } from '../../src/shared/search/foldText.ts';
import { findInFolded } from '../../src/shared/search/messageQuery.ts';
import { isServiceLine } from '../../src/shared/serviceLine.ts';
import { orderIdOf } from '../../src/shared/tie.ts';

export function createMemoryHistory(): HistoryStore {
  const messages = new Map<string, Message>();
  const byDialog = new Map<string, Message[]>();
  const byClientId = new Map<string, string>();
  const aliases = new Map<string, string>();
  const dialogs = new Map<string, DialogRecord>();
  const marks = new Map<string, Map<string, Mark>>();
  const drafts = new Map<string, string>();
  const users = new Map<string, User>();
  const jobs = new Map<string, StoredJob>();
  const resends = new Map<string, Resend>();
  const announced = new Set<string>();
  let freshFrom: number | null = null;

  const ordered = (dialogId: string) => byDialog.get(dialogId) ?? [];
  const clientName = (senderId: string, clientMessageId: string) => `${senderId} ${clientMessageId}`;
  const copy = (message: Message | undefined): Message | null =>
    message === undefined ? null : { ...message };

  function detach(message: Message): void {
    const list = ordered(message.dialogId);
    const index = list.findIndex((entry) => entry.key === message.key);
    if (index >= 0) list.splice(index, 1);
    if (message.clientMessageId !== null)
      byClientId.delete(clientName(message.senderId, message.clientMessageId));
  }

  function attach(message: Message): void {
    const list = byDialog.get(message.dialogId) ?? [];
    byDialog.set(message.dialogId, list);
    let index = list.length;
    while (index > 0 && isBefore(message, list[index - 1])) index -= 1;
    list.splice(index, 0, message);
    if (message.clientMessageId !== null) {
      byClientId.set(clientName(message.senderId, message.clientMessageId), message.key);
    }
  }

  const isUnread = (message: Message, ownUserId: string, mark: Mark) =>
    message.id !== null &&
    message.senderId !== ownUserId &&
    !isServiceLine(message.type) &&
    message.removed === undefined &&
    (message.seq === null ? message.createdAt > mark.readAt : message.seq > mark.readSeq);

  return {
    transaction: (work) => work(),
    message: (key) => copy(messages.get(key)),
    messageByWireId: (wireId) => copy(messages.get(aliases.get(wireId) ?? '')),
    messageByClientMessageId: (senderId, clientMessageId) =>
      copy(messages.get(byClientId.get(clientName(senderId, clientMessageId)) ?? '')),
    saveMessage(message) {
      const known = messages.get(message.key);
      if (known !== undefined) detach(known);
      const stored = { ...message };
      messages.set(message.key, stored);
      attach(stored);
    },
    removeMessage(key) {
      const known = messages.get(key);
      if (known === undefined) return;
      detach(known);
      messages.delete(key);
      for (const [wireId, owner] of aliases) if (owner === key) aliases.delete(wireId);
    },
    addAliases(key, wireIds) {
      for (const wireId of wireIds) aliases.set(wireId, key);
    },
    messagesBefore(dialogId, before, limit) {
      const list = ordered(dialogId).filter((entry) => before === null || isBefore(entry, before));
      return list.slice(-limit).map((entry) => ({ ...entry }));
    },
    messagesAfter: (dialogId, after, limit) =>
      ordered(dialogId)
        .filter((entry) => isBefore(after, entry))
        .slice(0, limit)
        .map((entry) => ({ ...entry })),
    newestMessage: (dialogId) => copy(ordered(dialogId).at(-1)),
    newestSent: (dialogId) => copy(ordered(dialogId).findLast((entry) => entry.id !== null)),
    firstUnread: (dialogId, ownUserId, mark, from) =>
      copy(
        ordered(dialogId).find(
          (entry) => isUnread(entry, ownUserId, mark) && (from === null || isAtLeast(entry, from)),
        ),
      ),
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
        .slice(0, limit)
        .map((entry) => ({ ...entry })),
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
    searchMessages({ query, dialogId, before, limit }) {
      return [...messages.values()]
        .filter((entry) => dialogId === null || entry.dialogId === dialogId)
        .filter((entry) => before === null || isBefore(entry, before))
        .filter((entry) => !isServiceLine(entry.type))
        .filter((entry) => findInFolded(foldText(entry.content), query) !== null)
        .sort((a, b) => (isBefore(a, b) ? 1 : -1))
        .slice(0, limit)
        .map((entry) => ({ ...entry }));
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
    drafts: () => [...drafts].map(([dialogId, text]) => ({ dialogId, text })),
    saveDraft(dialogId, text) {
      if (text === '') drafts.delete(dialogId);
      else drafts.set(dialogId, text);
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
    close: () => {},
  };
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
