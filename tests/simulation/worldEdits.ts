/** Messages are edited and removed over REST, on the new contract (P7.13, P7.18). */
import type { Clock, HttpRequest } from '../../src/main/chat/ports.ts';
import type { Row, WorldDialog } from './answers.ts';
import { noReactions } from './worldReactions.ts';

interface Answer {
  status: number;
  body: unknown;
}

const messagePath = /\/messages\/([^/?]+)$/;

export function createWorldEdits(options: {
  clock: Clock;
  dialogs: ReadonlyMap<string, WorldDialog>;
  onWire(dialog: WorldDialog, row: Row, viewer: string | null): Record<string, unknown>;
  tell(name: string, payload: unknown): void;
  /** Messages that were changed by a request long after it had been given up: nobody could have the last word. */
  late: Set<string>;
}) {
  const { clock, dialogs, onWire, late } = options;

  function change(dialog: WorldDialog, row: Row, eventType: string, changes: Partial<Row>): void {
    dialog.rev += 1;
    Object.assign(row, changes, { rev: dialog.rev, updatedAt: Math.max(clock.now(), row.updatedAt + 1) });
    const message = onWire(dialog, row, null);
    options.tell('chat3:update', {
      eventType,
      dialogId: dialog.dialogId,
      entityId: row.id,
      data: { message },
    });
  }

  /** null: the request is about something else. */
  return ({ method, url, body }: HttpRequest, userId: string, isLate: boolean): Answer | null => {
    const [, messageId] = messagePath.exec(url) ?? [];
    if (messageId === undefined || (method !== 'PATCH' && method !== 'DELETE')) return null;
    for (const dialog of dialogs.values()) {
      const row = dialog.rows.find(({ id }) => id === messageId);
      if (row === undefined) continue;
      if (isLate) late.add(row.clientMessageId ?? row.id);
      if (row.senderId !== userId) return { status: 403, body: { success: false, error: 'Not yours' } };
      if (method === 'DELETE') {
        if (row.deletedAt === null)
          change(dialog, row, 'message.delete', {
            content: '',
            deletedAt: clock.now(),
            reactions: noReactions(),
          });
      } else {
        if (row.deletedAt !== null) return { status: 410, body: { success: false, error: 'Removed' } };
        const { content } = JSON.parse(body ?? '{}') as { content: string };
        if (row.content !== content)
          change(dialog, row, 'message.update', { content, editedAt: clock.now() });
      }
      return { status: 200, body: { success: true, data: onWire(dialog, row, userId) } };
    }
    return { status: 404, body: { success: false, error: 'Message not found' } };
  };
}
