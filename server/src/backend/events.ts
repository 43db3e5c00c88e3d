import type { DialogDetails, WireMessage } from '../contract/wire.ts';

/** What is told of a dialog, its members and its name (P6.1). */
export type DialogEventType =
  | 'dialog.create'
  | 'dialog.update'
  | 'dialog.delete'
  | 'dialog.member.add'
  | 'dialog.member.remove';

/** What is told of a message to clients that know no event of ours (P6.2, P7.16). */
export type MessageEventType =
  | 'message.update'
  | 'message.delete'
  | 'message.reaction.add'
  | 'message.reaction.update'
  | 'message.reaction.remove'
  | 'message.status.update';

export interface ReactionChange {
  messageId: string;
  reaction: string | null;
  action: 'add' | 'remove';
  oldReaction: string | null;
  userId: string;
  dialogId: string;
  reactionCounts: Record<string, number>;
  rev?: number;
}

/**
 * What happened, to whom it is told. Plain data without a room or a socket, so that another process can tell it too; times are
 * milliseconds since 1970.
 */
export type ChatEvent =
  | { type: 'message'; members: string[]; message: WireMessage }
  /** It was edited or removed. */
  | {
      type: 'rewritten';
      eventType: 'message.update' | 'message.delete';
      members: string[];
      message: WireMessage;
    }
  | { type: 'reaction'; members: string[]; change: ReactionChange }
  | {
      type: 'marks';
      told: string[];
      marks: { dialogId: string; userId: string; deliveredSeq: number; readSeq: number; rev: number };
    }
  /** A tick, to whoever has the dialog open, and to its sender while that is a member. */
  | {
      type: 'status';
      senderId: string | null;
      status: { messageId: string; userId: string; status: 'delivered' | 'read'; dialogId: string };
    }
  | {
      type: 'messageChanged';
      eventType: MessageEventType;
      messageId: string;
      told: string[];
      also: Record<string, unknown>;
    }
  | {
      type: 'dialog';
      eventType: DialogEventType;
      dialog: DialogDetails;
      /** The dialog, or the member whom it is about. */
      entityId: string;
      told: string[];
      members: string[];
      at: number;
    }
  /** Somebody is no member any more. */
  | { type: 'evicted'; dialogId: string; userId: string; members: string[] }
  | { type: 'dialogClosed'; dialogId: string }
  | {
      type: 'person';
      user: { userId: string; phone: string; name: string; disabled?: boolean };
      told: string[];
      at: number;
    }
  | {
      type: 'typing';
      dialogId: string;
      members: string[];
      userId: string;
      /** Null: no longer. */
      userName: string | null;
    }
  | { type: 'sessionEnded'; sessionId: string }
  /** All sockets of the user end, and are told why (P7.24). */
  | { type: 'userEnded'; userId: string; code: string };

/** The answer of a call, and what happened by it. */
export interface Told<T> {
  answer: T;
  events: ChatEvent[];
}
