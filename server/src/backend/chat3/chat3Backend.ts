import type { FastifyBaseLogger } from 'fastify';
import { notSupported } from '../../contract/errors.ts';
import type { OnceRelay } from '../../relay/once.ts';
import type { Change } from '../../relay/relay.ts';
import type { Db } from '../../store/schema.ts';
import type { ChatBackend } from '../port.ts';
import { Broker } from './broker.ts';
import { Chat3Client, type Chat3Options } from './client.ts';
import type { Chat3Context } from './context.ts';
import { addMember, createDialog, readDialog, readDialogs, removeDialog, removeMember } from './dialogs.ts';
import { Directory, memberIds } from './directory.ts';
import { InTurn } from './inTurn.ts';
import {
  changeReaction,
  markMessage,
  reactionsOf,
  readDetails,
  readHistory,
  readMessage,
} from './messages.ts';
import { peersOf } from './peers.ts';
import { Posting } from './posting.ts';
import { Updates } from './updates.ts';
import { memberItem } from './wire.ts';

/** In larger dialogs nobody is told who is there (P7.27). */
const LARGEST_WATCHED = 100;

export interface Gateway {
  backend: ChatBackend;
  /** Whether the broker is heard; undefined without one. */
  isBrokerUp: () => boolean | undefined;
  end: () => Promise<void>;
}

/** Dialogs and messages in Chat3, whose updates RabbitMQ brings; people, and what Chat3 does not keep, in this server's database. */
export function chat3Backend(options: {
  chat3: Chat3Options;
  /** Without it what other writers do is seen when it is looked for. */
  rabbitmqUrl: string | undefined;
  db: Db;
  change: Change;
  relay: OnceRelay;
  now: () => number;
  elapsed: () => number;
  log: FastifyBaseLogger;
}): Gateway {
  const { db, change, relay, now, elapsed, log } = options;
  const chat3 = new Chat3Client(options.chat3);
  const directory = new Directory({ chat3, db, change, elapsed, tell: (event) => relay.tellNow(event) });
  const context: Chat3Context = { chat3, directory, db, change, relay, turns: new InTurn(), now, log };
  const updates = new Updates(context);
  const broker =
    options.rabbitmqUrl === undefined
      ? undefined
      : new Broker({ url: options.rabbitmqUrl, take: (body) => updates.take(body), log });
  return {
    backend: backendOf(context),
    isBrokerUp: () => broker?.isUp,
    end: async () => broker?.end(),
  };
}

function backendOf(context: Chat3Context): ChatBackend {
  const { chat3, directory } = context;
  const posting = new Posting(context);
  return {
    features: ['idempotency'],
    limits: { editMinutes: 0, deleteMinutes: 0 },
    ready: () => chat3.ping(),

    dialogs: (...call) => readDialogs(context, ...call),
    dialog: (...call) => readDialog(context, ...call),
    createDialog: (...call) => createDialog(context, ...call),
    renameDialog: async () => {
      throw notSupported('This server cannot rename a dialog');
    },
    removeDialog: (...call) => removeDialog(context, ...call),

    members: async (userId, dialogId) => {
      const dialog = await directory.requireMember(userId, dialogId);
      return dialog.members.map(memberItem);
    },
    addMember: (...call) => addMember(context, ...call),
    removeMember: (...call) => removeMember(context, ...call),
    changeRole: async () => {
      throw notSupported('This server keeps no roles');
    },
    passOnGroups: async () => [],
    giveGroup: async () => {
      throw notSupported('This server keeps no owners of groups');
    },

    history: (...call) => readHistory(context, ...call),
    changes: async (userId, dialogId) => {
      await directory.requireMember(userId, dialogId);
      return { changes: { reset: true }, bytes: 0 };
    },
    message: (...call) => readMessage(context, ...call),
    post: (...call) => posting.post(...call),
    edit: async () => {
      throw notSupported('This server cannot edit a message');
    },
    remove: async () => {
      throw notSupported('This server cannot remove a message');
    },
    moveMark: async () => {
      throw notSupported('This server marks messages one by one');
    },
    markMessage: (...call) => markMessage(context, ...call),
    reactions: (...call) => reactionsOf(context, ...call),
    react: (userId, messageId, reaction) => changeReaction(context, userId, messageId, { set: reaction }),
    unreact: (userId, messageId, reaction) =>
      changeReaction(context, userId, messageId, { takeBack: reaction }),

    // For a room, which is entered once: by what is true now.
    requireMember: async (userId, dialogId) => {
      await directory.requireMember(userId, dialogId, 0);
    },
    fellowMembers: async (userId, dialogId) => {
      const members = memberIds(await directory.dialog(dialogId));
      return members.includes(userId) ? members : [];
    },
    audience: async ({ dialogId }) => (dialogId === undefined ? 0 : directory.lastMembers(dialogId).length),
    peers: (userId) => peersOf(context, userId),
    watchers: (userId) => peersOf(context, userId, LARGEST_WATCHED),
    messageDetails: (messageId) => readDetails(context, messageId),
  };
}
