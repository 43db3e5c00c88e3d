/** What one part found out and others act on: told by name, so that neither has to know or to wait for the other. */
import type {
  RemoteHello,
  RemoteMark,
  RemoteMessage,
  RemoteTypingUpdate,
  RemoteUpdate,
} from '../../shared/remote.ts';
import type { CopyWay } from '../../shared/trace.ts';
import type { RemoteReactionEvent } from '../../shared/wire.ts';

/** A message changed: what the server says of it, with every id that it may be named by. */
export interface MessageChange extends RemoteUpdate {
  messageIds: string[];
  /** Who reacted; null: nobody, or nobody knows. */
  reactorId: string | null;
}

export interface Facts extends SocketFacts {
  /** A request was answered: the server is in reach. */
  answered: [];
  /** The server may not know this sign-in any more. */
  authDoubted: [];
  /** There is a connection, the one of this epoch: what was missed can be fetched. */
  connected: [epoch: number];
  /** What the server can do is known anew. */
  featuresTold: [];
  /** Everything that was missed is here. */
  caughtUp: [];
  /** The connection, and with it the rooms and what was known of anyone, is gone. */
  disconnected: [];
  /** Something of this dialog is not here yet; it is looked for, after the delay where one is told. */
  dialogBehind: [dialogId: string, delayMs?: number];
  /** Something of a dialog that nobody can name is not here yet. */
  listBehind: [];
  /** The list holds dialogs that were not known here. */
  dialogsListed: [dialogIds: string[]];
  /** The list knows more of these than any event told. */
  dialogsBehind: [dialogIds: string[]];
  /** The list holds it no more: it is about to be removed here. */
  dialogGone: [dialogId: string];
  /** Who is in a dialog was told anew: names may be missing. */
  membersTold: [];
  /** The message of this wire id, which others answer, cannot be had. */
  originalGone: [wireId: string];
  /** What is taken for read for the time being, and is no commit, changed in these. */
  heldReadMoved: [dialogIds: string[]];
}

/** What the socket told, parsed. */
interface SocketFacts {
  helloCame: [hello: RemoteHello, epoch: number];
  messageCame: [message: RemoteMessage, way: CopyWay];
  messageChanged: [change: MessageChange];
  markMoved: [mark: RemoteMark];
  statusMoved: [messageId: string, userId: string, status: 'delivered' | 'read'];
  reactionCame: [event: RemoteReactionEvent];
  /** Dialogs or their members changed. */
  listChanged: [update: RemoteUpdate];
  /** Somebody changed their name. */
  userChanged: [userId: string];
  typingStarted: [dialogId: string, userId: string];
  typingStopped: [dialogId: string, userId: string];
  typingTold: [update: RemoteTypingUpdate];
  onlineTold: [userIds: string[]];
  userOnline: [userId: string];
  userOffline: [userId: string];
}

export type Bus = ReturnType<typeof createBus>;

/** Listeners hear a fact in the order in which they began to listen, before `tell` answers; none may rely on another. */
export function createBus() {
  const listeners = new Map<keyof Facts, ((...told: never) => void)[]>();

  return {
    on<Name extends keyof Facts>(name: Name, listener: (...told: Facts[Name]) => void): void {
      listeners.set(name, [...(listeners.get(name) ?? []), listener]);
    },
    tell<Name extends keyof Facts>(name: Name, ...told: Facts[Name]): void {
      for (const listener of listeners.get(name) ?? []) (listener as (...told: Facts[Name]) => void)(...told);
    },
  };
}
