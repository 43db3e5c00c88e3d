/** What the server in memory answers to a request and shows of a message, on either contract. */
import type { Clock, HttpRequest } from '../../src/main/chat/ports.ts';
import type { OldTraits } from './oldTraits.ts';
import { type RowReactions, reactionsOnWire } from './worldReactions.ts';

export type Contract = 'old' | 'new';

export interface Row {
  id: string;
  databaseId: string;
  dialogId: string;
  senderId: string;
  content: string;
  createdAt: number;
  /** Some rows keep a time finer than a millisecond; '' for the others. */
  fraction: string;
  visibleAt: number;
  metaAt: number;
  clientMessageId: string | null;
  /** As it was posted. */
  meta: Record<string, unknown>;
  seq: number;
  rev: number;
  updatedAt: number;
  editedAt: number | null;
  /** Of the new contract, which keeps a removed row without its text. */
  deletedAt: number | null;
  reactions: RowReactions;
}

export interface WorldDialog {
  dialogId: string;
  databaseId: string;
  rows: Row[];
  rev: number;
  marks: Map<string, { deliveredSeq: number; readSeq: number; rev: number }>;
  /** By person: up to this rev they were last sent to the pages, which tell nothing of older messages. */
  resets: Map<string, number>;
}

const pageLimit = 20;

export function createAnswers(options: {
  clock: Clock;
  contract: Contract;
  /** Of the old contract. */
  traits: OldTraits;
  chance(share: number): boolean;
  userIds: string[];
  dialogs: ReadonlyMap<string, WorldDialog>;
  moveMark(dialog: WorldDialog, userId: string, to: { readSeq?: number; deliveredSeq?: number }): void;
}) {
  const { clock, contract, traits, chance, userIds, dialogs, moveMark } = options;

  /** By person: the rows they told to have read. */
  const read = new Map(userIds.map((userId) => [userId, new Set<string>()]));

  function unreadOf(dialog: WorldDialog, userId: string): number {
    if (contract === 'new') {
      const told = dialog.marks.get(userId)?.readSeq ?? 0;
      // Whoever writes has read what stands above (P7.7).
      const readSeq = Math.max(told, dialog.rows.findLast((row) => row.senderId === userId)?.seq ?? 0);
      return dialog.rows.filter(
        (row) => row.senderId !== userId && row.deletedAt === null && row.seq > readSeq,
      ).length;
    }
    if (traits.unread === 'none') return 0;
    const told = traits.unread === 'falls' ? read.get(userId) : undefined;
    return dialog.rows.filter((row) => row.senderId !== userId && told?.has(row.id) !== true).length;
  }

  /** `viewer`: who reads it; null: whoever hears it. */
  function onWire(dialog: WorldDialog, row: Row, viewer: string | null = null): Record<string, unknown> {
    const hasMeta =
      (contract === 'new' || traits.keepsMeta) && clock.now() >= row.metaAt && row.clientMessageId !== null;
    // Drawn for nothing, so that seeds stay what they were.
    chance(0.5);
    const wire: Record<string, unknown> = {
      _id: row.databaseId,
      messageId: row.id,
      dialogId:
        chance(0.3) && contract === 'old'
          ? { _id: dialog.databaseId, id: dialog.databaseId }
          : dialog.dialogId,
      senderId: row.senderId,
      content: row.content,
      type: row.meta['attachments'] === undefined ? 'text' : 'file',
      createdAt: row.fraction === '' ? row.createdAt : `${row.createdAt}.${row.fraction}`,
      updatedAt: row.updatedAt,
      meta: hasMeta ? row.meta : {},
      ...reactionsOnWire(row, contract, viewer),
    };
    const { seq, rev, editedAt, deletedAt } = row;
    return contract === 'new' ? { ...wire, seq, rev, editedAt, deletedAt } : wire;
  }

  function listItem(dialog: WorldDialog, userId: string): Record<string, unknown> {
    const last = newestFirst(dialog)[0];
    const { readSeq = 0, deliveredSeq = 0 } = dialog.marks.get(userId) ?? {};
    const listed = contract === 'new' || traits.listsLastMessage ? last : undefined;
    return {
      dialogId: dialog.dialogId,
      dialogName: dialog.dialogId,
      unreadCount: unreadOf(dialog, userId),
      lastInteractionAt: last?.createdAt,
      lastMessage: listed && {
        content: listed.content,
        senderId: listed.senderId,
        type: listed.meta['attachments'] === undefined ? 'text' : 'file',
        createdAt: listed.createdAt,
      },
      ...(contract === 'new'
        ? { headSeq: dialog.rows.length, headRev: dialog.rev, kind: 'group', readSeq, deliveredSeq }
        : {}),
    };
  }

  function newestFirst(dialog: WorldDialog): Row[] {
    const now = clock.now();
    return dialog.rows
      .filter((row) => row.visibleAt <= now)
      .reverse()
      .sort((a, b) => b.createdAt - a.createdAt);
  }

  function answer(request: HttpRequest, userId: string): unknown {
    const url = new URL(request.url);
    const path = url.pathname.replace('/api', '');
    const number = (name: string) => Number(url.searchParams.get(name));
    const [, first = '', second = '', third, fourth = ''] = path.split('/');
    if (path === '/dialogs') {
      const data =
        number('page') === 1 ? [...dialogs.values()].map((dialog) => listItem(dialog, userId)) : [];
      return { success: true, data };
    }
    if (path === '/auth/me' || first === 'users') {
      const user = { userId, name: userId, phone: '79000000000' };
      return { success: true, user, data: path === '/users' ? [] : user };
    }
    if (first === 'messages' && third === 'status') read.get(userId)?.add(second);
    if (first === 'messages' && third === undefined) return message(second, userId);
    const dialog = dialogs.get((first === 'messages' ? third : second) ?? '');
    if (dialog === undefined) return { success: true };
    if (first === 'messages') return history(dialog, url, number, userId);
    if (third === 'changes') return changes(dialog, number('since'), userId);
    if (third === undefined) {
      return {
        success: true,
        dialog: {
          dialogId: dialog.dialogId,
          name: dialog.dialogId,
          members: userIds.map((id) => ({ userId: id, ...dialog.marks.get(id) })),
        },
      };
    }
    if (third === 'read' || third === 'delivered') {
      const { seq } = JSON.parse(request.body ?? '{}') as { seq: number };
      moveMark(dialog, userId, third === 'read' ? { readSeq: seq } : { deliveredSeq: seq });
    }
    return { success: true, message: fourth };
  }

  function message(id: string, viewer: string): unknown {
    for (const dialog of dialogs.values()) {
      const row = dialog.rows.find((one) => one.id === id && one.visibleAt <= clock.now());
      if (row !== undefined) return { success: true, message: onWire(dialog, row, viewer) };
    }
    return { success: false, error: 'Message not found' };
  }

  function history(dialog: WorldDialog, url: URL, number: (name: string) => number, viewer: string): unknown {
    const toWire = (row: Row) => onWire(dialog, row, viewer);
    const limit = Math.min(pageLimit, number('limit'));
    const headSeq = dialog.rows.length;
    if (url.searchParams.has('since')) {
      const rows = dialog.rows.filter((row) => row.seq > number('since')).slice(0, limit);
      return { success: true, data: rows.map(toWire), headSeq };
    }
    if (url.searchParams.has('before')) {
      const rows = dialog.rows.filter((row) => row.seq < number('before')).slice(-limit);
      return { success: true, data: rows.reverse().map(toWire), headSeq };
    }
    const rows = newestFirst(dialog);
    const page = number('page');
    return {
      success: true,
      data: rows.slice((page - 1) * limit, page * limit).map(toWire),
      pagination: { page: String(page), limit, total: rows.length, pages: Math.ceil(rows.length / limit) },
      ...(contract === 'new' ? { headSeq } : {}),
    };
  }

  function changes(dialog: WorldDialog, since: number, viewer: string): unknown {
    const rows = dialog.rows.filter((row) => row.rev > since);
    if (rows.length > 60) {
      dialog.resets.set(viewer, dialog.rev);
      return { success: true, data: { reset: true } };
    }
    const marks = [...dialog.marks]
      .filter(([, mark]) => mark.rev > since)
      .map(([id, mark]) => ({ dialogId: dialog.dialogId, userId: id, ...mark }));
    return {
      success: true,
      data: {
        messages: rows.map((row) => onWire(dialog, row, viewer)),
        marks,
        headSeq: dialog.rows.length,
        headRev: dialog.rev,
      },
    };
  }

  return { answer, onWire };
}
