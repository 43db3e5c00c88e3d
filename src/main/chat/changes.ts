/** What commits change, told after each: views follow the store, and no writer has to know them (S14.2). */
import type { Message, User } from '../../shared/domain.ts';
import type { Log } from './ports.ts';
import type { HistoryStore } from './store.ts';

export interface MessageChanges {
  /** As they are now, by key. */
  saved: Map<string, Message>;
  /** Those of `saved` that were not stored before. */
  added: Set<string>;
  removed: Set<string>;
}

/** The outcome of one commit: what was written twice is told once, as it is in the end. */
export interface ChangeSet {
  /** By dialog. */
  messages: Map<string, MessageChanges>;
  /** Dialogs whose record was saved or removed. */
  records: Set<string>;
  /** Dialogs with marks that moved. */
  marks: Set<string>;
  drafts: Set<string>;
  users: Map<string, User>;
  /** Jobs that were saved or removed, by their id. */
  jobs: Set<string>;
  /** Messages noted as news, by key; false: they had been before. */
  news: Map<string, boolean>;
  /** What was downloaded was forgotten; `messages` does not name it. */
  cleared: boolean;
}

export interface ObservedStore extends HistoryStore {
  /**
   * Calls back after each commit with what it changed, in the order of commits. A view that throws is logged under its
   * name: the commit stands, and the others hear of it.
   */
  onCommit(name: string, view: (changes: ChangeSet) => void): void;
  /** Calls back after writes that failed and are undone, as on a full disk: what mirrors the store reads it again (S15.5). */
  onUndone(mirror: () => void): void;
}

type Note = (changes: ChangeSet) => void;

/** The same store, which tells. A transaction inside another one is told with it. */
export function observeCommits(store: HistoryStore, log: Log): ObservedStore {
  const views: { name: string; view: (changes: ChangeSet) => void }[] = [];
  const mirrors: (() => void)[] = [];
  const untold: ChangeSet[] = [];
  let notes: Note[] = [];
  let depth = 0;
  let telling = false;

  function transaction<Result>(work: () => Result): Result {
    const before = notes.length;
    depth += 1;
    let result: Result;
    try {
      result = store.transaction(work);
    } catch (error) {
      notes.length = before;
      for (const mirror of mirrors) mirror();
      throw error;
    } finally {
      depth -= 1;
    }
    if (depth === 0) commit();
    return result;
  }

  function commit(): void {
    if (notes.length === 0) return;
    const changes = emptyChanges();
    for (const note of notes) note(changes);
    notes = [];
    untold.push(changes);
    // A view may write: what it changes is told once everybody has heard of what came before.
    if (telling) return;
    telling = true;
    for (let next = untold.shift(); next !== undefined; next = untold.shift()) tell(next);
    telling = false;
  }

  function tell(changes: ChangeSet): void {
    for (const { name, view } of views) {
      try {
        view(changes);
      } catch (error) {
        log.warn('view.failed', { name, cause: String(error) });
      }
    }
  }

  /** A write outside of any transaction is a commit of its own. */
  function write(work: () => void, note: Note): void {
    try {
      work();
    } catch (error) {
      for (const mirror of mirrors) mirror();
      throw error;
    }
    notes.push(note);
    if (depth === 0) commit();
  }

  return {
    ...store,
    transaction,
    saveMessage(message): void {
      const isNew = store.message(message.key) === null;
      write(
        () => store.saveMessage(message),
        (changes) => {
          const { saved, added, removed } = messagesOf(changes, message.dialogId);
          saved.set(message.key, message);
          if (isNew && !removed.has(message.key)) added.add(message.key);
          removed.delete(message.key);
        },
      );
    },
    removeMessage(key): void {
      const dialogId = store.message(key)?.dialogId;
      if (dialogId === undefined) return;
      write(
        () => store.removeMessage(key),
        (changes) => noteRemoved(messagesOf(changes, dialogId), key),
      );
    },
    saveDialog: (record) =>
      write(
        () => store.saveDialog(record),
        ({ records }) => records.add(record.dialogId),
      ),
    removeDialog: (dialogId) =>
      write(
        () => store.removeDialog(dialogId),
        ({ messages, records }) => {
          messages.delete(dialogId);
          records.add(dialogId);
        },
      ),
    saveMark: (dialogId, mark) =>
      write(
        () => store.saveMark(dialogId, mark),
        ({ marks }) => marks.add(dialogId),
      ),
    saveDraft: (dialogId, text, replyTo) =>
      write(
        () => store.saveDraft(dialogId, text, replyTo),
        ({ drafts }) => drafts.add(dialogId),
      ),
    saveUsers: (users) =>
      write(
        () => store.saveUsers(users),
        (changes) => {
          for (const user of users) changes.users.set(user.userId, user);
        },
      ),
    saveJob: (job) =>
      write(
        () => store.saveJob(job),
        ({ jobs }) => jobs.add(job.id),
      ),
    removeJob: (id) =>
      write(
        () => store.removeJob(id),
        ({ jobs }) => jobs.add(id),
      ),
    noteAnnounced(key): boolean {
      const isFirst = store.noteAnnounced(key);
      write(
        () => {},
        ({ news }) => news.set(key, isFirst),
      );
      return isFirst;
    },
    clearDownloaded: () =>
      write(
        () => store.clearDownloaded(),
        (changes) => {
          changes.messages.clear();
          changes.cleared = true;
        },
      ),
    onCommit: (name, view) => void views.push({ name, view }),
    onUndone: (mirror) => void mirrors.push(mirror),
  };
}

function emptyChanges(): ChangeSet {
  return {
    messages: new Map(),
    records: new Set(),
    marks: new Set(),
    drafts: new Set(),
    users: new Map(),
    jobs: new Set(),
    news: new Map(),
    cleared: false,
  };
}

function messagesOf({ messages }: ChangeSet, dialogId: string): MessageChanges {
  const known = messages.get(dialogId) ?? { saved: new Map(), added: new Set(), removed: new Set() };
  messages.set(dialogId, known);
  return known;
}

function noteRemoved({ saved, added, removed }: MessageChanges, key: string): void {
  saved.delete(key);
  added.delete(key);
  removed.add(key);
}
