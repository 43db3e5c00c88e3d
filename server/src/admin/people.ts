import { cleanName, maximumPersonName, nameFault } from '../../../src/shared/names.ts';
import { parsePhone } from '../../../src/shared/phone.ts';
import { ADMIN, record } from '../audit.ts';
import { disableUser, enableUser, personEvent } from '../auth/disabling.ts';
import { changePhone } from '../auth/phone.ts';
import type { ServerContext } from '../context.ts';
import { userItem } from '../contract/wire.ts';
import { newUserId } from '../ids.ts';
import type { UserRow } from '../store/schema.ts';
import { findUser, findUserByPhone, insertUser, listUsers } from '../store/users.ts';
import { AdminError } from './adminError.ts';

/** Somebody by phone or id. Throws AdminError. */
export async function findPerson(context: ServerContext, who: string): Promise<UserRow> {
  const phone = parsePhone(who);
  const user = await (phone === null ? findUser(context.db, who) : findUserByPhone(context.db, phone));
  if (!user) throw new AdminError(`Nobody has the phone or id «${who}».`);
  return user;
}

/**
 * Makes the account where the phone has none; the name of one that is there stays its owner's. `idText`: the id that the person has
 * elsewhere, in Chat3 above all; empty for a new one. Throws AdminError.
 */
export async function addPerson(
  context: ServerContext,
  phoneText: string,
  nameText: string,
  idText = '',
): Promise<string> {
  const phone = phoneOf(phoneText);
  const name = nameOf(nameText);
  const userId = idText === '' ? newUserId() : idOf(idText);
  return context.commits.run(async (trx) => {
    const known = await findUserByPhone(trx, phone);
    if (known) {
      if (idText !== '' && known.user_id !== userId) {
        throw new AdminError(`${phone} is ${known.name} (${known.user_id}) already, and not ${userId}.`);
      }
      const state = known.disabled_at === null ? '' : ' and is disabled';
      return `${phone} is ${known.name} (${known.user_id}) already${state}.`;
    }
    const namesake = await findUser(trx, userId);
    if (namesake) throw new AdminError(`${userId} is ${namesake.name} (${namesake.phone}) already.`);
    const user = await insertUser(trx, { userId, phone, name, now: context.now() });
    await record(context, trx, { action: 'user-add', actor: ADMIN, userId: user.user_id });
    return `${phone} is ${name} (${user.user_id}) now.`;
  });
}

/** Adds them one by one: a line that is wrong keeps none of the others out, and the same list again changes nothing. */
export async function importPeople(
  context: ServerContext,
  people: { line: number; phone: string; name: string; userId: string }[],
): Promise<{ ok: boolean; lines: string[] }> {
  let ok = true;
  const lines: string[] = [];
  for (const { line, phone, name, userId } of people) {
    try {
      lines.push(`Line ${line}: ${await addPerson(context, phone, name, userId)}`);
    } catch (error) {
      if (!(error instanceof AdminError)) throw error;
      ok = false;
      lines.push(`Line ${line}: ${error.message}`);
    }
  }
  return { ok, lines };
}

export async function disable(context: ServerContext, who: string): Promise<string> {
  const { user_id, name } = await findPerson(context, who);
  const groups = await disableUser(context, user_id);
  if (groups === undefined) return `${name} (${user_id}) is disabled already.`;
  const passedOn = groups.length === 0 ? '' : ` Groups with a new owner: ${groups.join(', ')}.`;
  return `${name} (${user_id}) is disabled.${passedOn}`;
}

export async function enable(context: ServerContext, who: string): Promise<string> {
  const { user_id, name } = await findPerson(context, who);
  const enabled = await enableUser(context, user_id);
  return enabled ? `${name} (${user_id}) can sign in again.` : `${name} (${user_id}) is not disabled.`;
}

export async function changePersonsPhone(context: ServerContext, from: string, to: string): Promise<string> {
  const person = await findPerson(context, from);
  const phone = phoneOf(to);
  const told = [person.user_id, ...(await context.backend.peers(person.user_id))];
  await context.change(async (trx) => {
    const user = await changePhone(context, trx, person, phone, ADMIN);
    return { answer: undefined, events: [personEvent(context, user, told)] };
  });
  return `${person.name} (${person.user_id}) signs in with ${phone} now.`;
}

/** A line each, or all of them as JSON. */
export async function listPeople(context: ServerContext, json: boolean): Promise<string[]> {
  const users = await listUsers(context.db);
  if (json) return [JSON.stringify(users.map(userItem), null, 2)];
  return users.map(({ user_id, phone, name, disabled_at }) => {
    return `${user_id}  ${phone}  ${name}${disabled_at === null ? '' : '  (disabled)'}`;
  });
}

function phoneOf(text: string): string {
  const phone = parsePhone(text);
  if (phone === null) throw new AdminError(`«${text}» is no phone such as 79001234567.`);
  return phone;
}

function idOf(text: string): string {
  if (/^usr_[a-z0-9]{1,40}$/.test(text)) return text;
  throw new AdminError(`«${text}» is no user id such as usr_1a2b3c4d.`);
}

function nameOf(text: string): string {
  const name = cleanName(text);
  const fault = nameFault(name, maximumPersonName);
  if (fault === null) return name;
  throw new AdminError(
    {
      empty: 'The name is missing.',
      unfit: `«${JSON.stringify(name)}» must be one line without control characters.`,
      tooLong: `The name is too long (at most ${maximumPersonName} characters).`,
    }[fault],
  );
}
