import type { ChatEvent } from '../backend/events.ts';
import type { ChatBackend } from '../backend/port.ts';
import { updateEnvelope } from '../contract/wire.ts';
import { newEventId } from '../ids.ts';
import type { Hub } from './hub.ts';
import type { Presence } from './presence.ts';

/** In larger dialogs an update does not name every member (P6.5): each of them gets one of their own. */
const MOST_NAMED = 100;

type EventOf<Type extends ChatEvent['type']> = Extract<ChatEvent, { type: Type }>;

interface Update {
  eventType: string;
  dialogId: string;
  entityId: string;
  data: Record<string, unknown>;
  at: number;
}

/** Tells what happened to the sockets of this process: the only place that speaks to rooms. */
export class Delivery {
  readonly #hub: Hub;
  readonly #presence: Presence;
  readonly #backend: Pick<ChatBackend, 'messageDetails'>;
  readonly #failed: (error: unknown) => void;
  /** What old clients are told needs a look at the message: one after the other, in the order of the events. */
  #told: Promise<void> = Promise.resolve();

  readonly #tellers: { [Type in ChatEvent['type']]: (event: EventOf<Type>) => void } = {
    message: ({ message, members }) => this.#hub.toDialog(message.dialogId, members, 'message:new', message),
    rewritten: (event) => this.#tellRewritten(event),
    reaction: ({ change, members }) =>
      this.#hub.toDialog(change.dialogId, members, 'message:reaction', change),
    marks: ({ marks, told }) => this.#hub.toDialog(marks.dialogId, told, 'dialog:marks', marks),
    status: (event) => this.#tellStatus(event),
    messageChanged: (event) => this.#tellOldClients(event),
    dialog: (event) => this.#tellDialog(event),
    evicted: ({ dialogId, userId, members }) => {
      this.#hub.evict(dialogId, userId);
      // Their own sockets can say it no more.
      this.#hub.toUsers(members, 'typing:stop', { userId, dialogId });
    },
    dialogClosed: ({ dialogId }) => this.#hub.closeDialog(dialogId),
    person: (event) => this.#tellPerson(event),
    typing: (event) => this.#tellTyping(event),
    sessionEnded: ({ sessionId }) => this.#hub.endSession(sessionId),
    userEnded: ({ userId, code }) => this.#hub.endUser(userId, code),
  };

  constructor(options: {
    hub: Hub;
    presence: Presence;
    backend: Pick<ChatBackend, 'messageDetails'>;
    failed: (error: unknown) => void;
  }) {
    this.#hub = options.hub;
    this.#presence = options.presence;
    this.#backend = options.backend;
    this.#failed = options.failed;
  }

  deliver(events: ChatEvent[]): void {
    for (const event of events) this.#tell(event);
  }

  /** Resolves when everything has been told. */
  async idle(): Promise<void> {
    await this.#told;
  }

  #tell(event: ChatEvent): void {
    // A node of a newer version may tell what this one does not know.
    const tell = this.#tellers[event.type] as ((event: ChatEvent) => void) | undefined;
    tell?.(event);
  }

  /** One copy for everybody, as of a new message: it names no recipient. Old clients hear it in their own envelope as well. */
  #tellRewritten({ eventType, message, members }: EventOf<'rewritten'>): void {
    const { dialogId, messageId } = message;
    const eventId = newEventId();
    const data = { message, context: { version: '2.0' } };
    const update = {
      eventId,
      eventType,
      dialogId,
      entityId: messageId,
      data,
      at: Date.parse(message.updatedAt),
    };
    this.#hub.toDialog(dialogId, members, 'chat3:update', updateEnvelope(null, update));
    this.#tellOldClients({ type: 'messageChanged', eventType, messageId, told: members, also: {} }, eventId);
  }

  #tellStatus({ status, senderId }: EventOf<'status'>): void {
    const told = senderId === null ? [] : [senderId];
    this.#hub.toDialog(status.dialogId, told, 'message:status', status);
  }

  #tellTyping({ dialogId, members, userId, userName }: EventOf<'typing'>): void {
    if (userName === null) this.#hub.toOthers(dialogId, members, userId, 'typing:stop', { userId, dialogId });
    else this.#hub.toOthers(dialogId, members, userId, 'typing:start', { userId, userName, dialogId });
  }

  #tellDialog({ eventType, dialog, entityId, told, members, at }: EventOf<'dialog'>): void {
    const { dialogId } = dialog;
    const details = members.length > MOST_NAMED ? dialog : { ...dialog, memberIds: members };
    const member = entityId === dialogId ? {} : { member: { userId: entityId, dialogId } };
    // Its subject stands where envelope A has it, and where B has it.
    const data = {
      ...details,
      dialogMemberMeta: {},
      dialog: details,
      ...member,
      context: { version: '2.0' },
    };
    this.#update(told, { eventType, dialogId, entityId, data, at });
    this.#presence.refresh(told);
  }

  #tellPerson({ user, told, at }: EventOf<'person'>): void {
    const data = { user, context: { version: '2.0' } };
    this.#update(told, { eventType: 'user.update', dialogId: '', entityId: user.userId, data, at });
  }

  /** Under both names that old clients listen to, with one event id; under one to those who know it. */
  #update(told: string[], update: Update): void {
    const eventId = newEventId();
    const old = new Set(update.dialogId === '' ? [] : this.#hub.withOldClients(told));
    for (const userId of told.filter((id) => this.#hub.isHere(id))) {
      const envelope = updateEnvelope(userId, { ...update, eventId });
      this.#hub.toUsers([userId], 'chat3:update', envelope);
      if (old.has(userId)) this.#hub.toOldClients(userId, 'dialog:update', envelope);
    }
  }

  /** The message as it is now, in envelope A (P6.2, P7.16), `also` beside it. */
  #tellOldClients(event: EventOf<'messageChanged'>, eventId = newEventId()): void {
    const { eventType, messageId, told, also } = event;
    if (this.#hub.withOldClients(told).length === 0) return;
    const tell = async () => {
      const message = await this.#backend.messageDetails(messageId);
      if (!message) return;
      const { statuses, ...rest } = message;
      const data = { ...rest, ...also, ...(eventType === 'message.status.update' ? { statuses } : {}) };
      const { dialogId, _id: entityId, updatedAt } = message;
      const at = Date.parse(updatedAt);
      for (const userId of this.#hub.withOldClients(told)) {
        const update = { eventId, eventType, dialogId, entityId, data, at };
        this.#hub.toOldClients(userId, 'message:update', updateEnvelope(userId, update));
      }
    };
    this.#told = this.#told.then(tell).catch(this.#failed);
  }
}
