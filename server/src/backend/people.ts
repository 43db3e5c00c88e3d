/** Who may be in a dialog, whoever keeps it. */
import { accountDisabled, badRequest, notFound, USER_NOT_FOUND } from '../contract/errors.ts';
import type { Db } from '../store/schema.ts';
import { isAnyDisabled, unknownUsers } from '../store/users.ts';

const MOST_MEMBERS = 1_000;

/** Throws 400 where a dialog would have more members than it can (P7.20). */
export function refuseTooMany(members: number): void {
  if (members > MOST_MEMBERS) throw badRequest(`A dialog can have at most ${MOST_MEMBERS} members`);
}

/** Throws 404 where one of them is nobody, 400 where somebody's account is closed (P7.24). */
export async function requirePeople(db: Db, userIds: string[]): Promise<void> {
  if ((await unknownUsers(db, userIds)).length > 0) throw notFound(USER_NOT_FOUND);
  if (await isAnyDisabled(db, userIds)) throw accountDisabled(400);
}
