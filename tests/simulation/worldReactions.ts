/** Reactions of the server in memory, on either contract (P4.6, P4.7, P7.8, P8.2). */
import type { HttpRequest } from '../../src/main/chat/ports.ts';
import type { Contract, Row, WorldDialog } from './answers.ts';

export interface RowReactions {
  /** By person. */
  own: Map<string, string>;
  /** As the histories of old servers count: the first of each person, for ever. */
  counted: Map<string, string>;
  /** Whose last request was stored long after it had been given up: nobody could have the last word. */
  late: Set<string>;
}

export const noReactions = (): RowReactions => ({ own: new Map(), counted: new Map(), late: new Set() });

const reactionsPath = /\/messages\/([^/?]+)\/reactions(?:\/([^/?]+))?/;

interface Answer {
  status: number;
  body: unknown;
}

/** `reactionCounts` of a copy, and `ownReactions` where our server knows who reads it. */
export function reactionsOnWire(
  row: Row,
  contract: Contract,
  viewer: string | null,
): Record<string, unknown> {
  const { own, counted } = row.reactions;
  if (contract === 'old') return counted.size === 0 ? {} : { reactionCounts: countsOf(counted) };
  const reactionCounts = countsOf(own);
  if (viewer === null) return { reactionCounts };
  const mine = own.get(viewer);
  return { reactionCounts, ownReactions: mine === undefined ? [] : [mine] };
}

export function createWorldReactions(options: {
  contract: Contract;
  dialogs: ReadonlyMap<string, WorldDialog>;
  /** Our server tells every connection. */
  tell(name: string, payload: unknown): void;
}) {
  const { contract, dialogs } = options;

  function find(messageId: string): { dialog: WorldDialog; row: Row } | null {
    for (const dialog of dialogs.values()) {
      const row = dialog.rows.find(({ id }) => id === messageId);
      if (row !== undefined) return { dialog, row };
    }
    return null;
  }

  function change(
    { dialog, row }: { dialog: WorldDialog; row: Row },
    userId: string,
    reaction: string | null,
    isLate: boolean,
  ): void {
    const { own, counted, late } = row.reactions;
    if (isLate) late.add(userId);
    else late.delete(userId);
    const oldReaction = own.get(userId) ?? null;
    if (oldReaction === reaction) return;
    if (reaction === null) own.delete(userId);
    else {
      own.set(userId, reaction);
      if (!counted.has(userId)) counted.set(userId, reaction);
    }
    if (contract === 'old') return;
    dialog.rev += 1;
    row.rev = dialog.rev;
    options.tell('message:reaction', {
      messageId: row.id,
      dialogId: dialog.dialogId,
      userId,
      reaction: reaction ?? oldReaction,
      action: reaction === null ? 'remove' : 'add',
      reactionCounts: countsOf(own),
      rev: dialog.rev,
    });
  }

  /** null: the request is about something else. */
  return (request: HttpRequest, userId: string, isLate: boolean): Answer | null => {
    const [, messageId, named = ''] = reactionsPath.exec(request.url) ?? [];
    if (messageId === undefined) return null;
    const found = find(messageId);
    if (found === null) return refusal(contract, 404);
    const { own } = found.row.reactions;
    if (request.method === 'GET') {
      const reactions = [...own].map(([id, reaction]) => ({ messageId, userId: id, reaction }));
      return { status: 200, body: { success: true, reactions: { reactions, counts: countsOf(own) } } };
    }
    if (request.method === 'DELETE') {
      if (contract === 'old') return refusal(contract, 400);
      if (own.get(userId) === decodeURIComponent(named)) change(found, userId, null, isLate);
    } else {
      const { reaction } = JSON.parse(request.body ?? '{}') as { reaction: string };
      change(found, userId, reaction, isLate);
    }
    return { status: 200, body: { success: true, message: 'Reaction changed' } };
  };
}

export function countsOf(reactions: ReadonlyMap<string, string>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const reaction of reactions.values()) counts[reaction] = (counts[reaction] ?? 0) + 1;
  return counts;
}

/** The old system hides what the service behind it answered (P2.4). */
function refusal(contract: Contract, status: number): Answer {
  return contract === 'new'
    ? { status, body: { success: false, error: 'Message not found' } }
    : { status: 500, body: { success: false, error: `Request failed with status code ${status}` } };
}
