/** What an administrator can have the server do: a command and its words in, sentences out. */
import { z } from 'zod';
import { ADMIN, record } from '../audit.ts';
import { endOtherSessions, endSession } from '../auth/sessions.ts';
import type { ServerContext } from '../context.ts';
import { HttpError } from '../contract/errors.ts';
import { listAudit } from '../store/audit.ts';
import { openSessions } from '../store/sessions.ts';
import { AdminError } from './adminError.ts';
import {
  addPerson,
  changePersonsPhone,
  disable,
  enable,
  findPerson,
  importPeople,
  listPeople,
} from './people.ts';

export const requestSchema = z.object({
  command: z.string(),
  args: z.array(z.string()),
  json: z.boolean(),
  /** Of `audit`. */
  user: z.string().optional(),
  /** Of `user import`. */
  people: z
    .array(z.object({ line: z.number(), phone: z.string(), name: z.string(), userId: z.string() }))
    .optional(),
});
export type AdminRequest = z.infer<typeof requestSchema>;

/** `ok` is false where something of it was refused; `lines` say what happened. */
export const answerSchema = z.object({ ok: z.boolean(), lines: z.array(z.string()) });
export type AdminAnswer = z.infer<typeof answerSchema>;

const AUDIT_ROWS = 1_000;

type Work = (context: ServerContext, request: AdminRequest) => Promise<AdminAnswer>;

const commands: Record<string, Work> = {
  'user add': async (context, { args: [phone = '', ...name] }) =>
    said(await addPerson(context, phone, name.join(' '))),
  'user import': (context, { people = [] }) => importPeople(context, people),
  'user disable': async (context, { args: [who = ''] }) => said(await disable(context, who)),
  'user enable': async (context, { args: [who = ''] }) => said(await enable(context, who)),
  'user phone': async (context, { args: [from = '', to = ''] }) =>
    said(await changePersonsPhone(context, from, to)),
  'user list': async (context, { json }) => ({ ok: true, lines: await listPeople(context, json) }),
  'session list': async (context, { args: [who = ''], json }) => {
    const { user_id } = await findPerson(context, who);
    const sessions = (await openSessions(context.db, user_id, context.now())).map((session) => ({
      sessionId: session.session_id,
      device: session.device,
      lastUsedAt: iso(session.refreshed_at),
    }));
    if (json) return said(JSON.stringify(sessions, null, 2));
    return {
      ok: true,
      lines: sessions.map(({ sessionId, device, lastUsedAt }) => `${sessionId}  ${lastUsedAt}  ${device}`),
    };
  },
  'session end': async (context, { args: [who = '', sessionId] }) => {
    const { user_id, name } = await findPerson(context, who);
    if (sessionId === undefined) {
      const ended = await endOtherSessions(context, user_id, null, ADMIN);
      return said(`${ended} ${ended === 1 ? 'session' : 'sessions'} of ${name} ended.`);
    }
    await endSession(context, user_id, sessionId, ADMIN);
    return said(`The session ${sessionId} of ${name} has ended.`);
  },
  'dialog owner': async (context, { args: [dialogId = '', who = ''] }) => {
    const { user_id, name } = await findPerson(context, who);
    const isGiven = await context.backend.giveGroup(dialogId, user_id);
    return said(isGiven ? `${dialogId} belongs to ${name} now.` : `${dialogId} belongs to ${name} already.`);
  },
  audit: async (context, { user, json }) => {
    const userId = user === undefined ? undefined : (await findPerson(context, user)).user_id;
    const rows = await listAudit(context.db, { userId, limit: AUDIT_ROWS });
    const entries = rows.map(({ audit_id: _, at, ...entry }) => ({ at: iso(at), ...entry }));
    if (json) return said(JSON.stringify(entries, null, 2));
    return { ok: true, lines: entries.map((entry) => Object.values(entry).filter(Boolean).join('  ')) };
  },
  'secret rotate': async (context) => {
    const until = context.now() + context.tokens.lifetimeMs;
    // First: the log is not to tell of a change that failed.
    context.keys.rotate(context.now(), until);
    await context.commits.run((trx) => record(context, trx, { action: 'secret-rotate', actor: ADMIN }));
    return said(
      `A new key signs from now on. What the one before has signed is accepted until ${iso(until)}.`,
    );
  },
  status: async (context) => {
    await context.commits.run(async () => undefined);
    return said('running');
  },
};

/** Throws AdminError with a sentence for whatever is refused. */
export async function administer(context: ServerContext, request: AdminRequest): Promise<AdminAnswer> {
  const work = Object.hasOwn(commands, request.command) ? commands[request.command] : undefined;
  if (!work) throw new AdminError(`The running server does not know «${request.command}».`);
  try {
    return await work(context, request);
  } catch (error) {
    if (error instanceof HttpError) throw new AdminError(`${error.message}.`);
    throw error;
  }
}

const said = (line: string): AdminAnswer => ({ ok: true, lines: [line] });
const iso = (time: number) => new Date(time).toISOString();
