/** Another phone for a person: their sign-in from then on; tokens name the person and go on. */

import { record } from '../audit.ts';
import type { ServerContext } from '../context.ts';
import { phoneInUse } from '../contract/errors.ts';
import { deleteCodes } from '../store/codes.ts';
import type { Db, UserRow } from '../store/schema.ts';
import { findUserByPhone, setPhone } from '../store/users.ts';

/** `phone` is well-formed. Throws 409 where it is somebody else's. */
export async function changePhone(
  context: ServerContext,
  trx: Db,
  user: UserRow,
  phone: string,
  actor: string,
): Promise<UserRow> {
  const holder = await findUserByPhone(trx, phone);
  if (holder && holder.user_id !== user.user_id) throw phoneInUse();
  await deleteCodes(trx, user.phone);
  await deleteCodes(trx, phone);
  await record(context, trx, { action: 'phone', actor, userId: user.user_id });
  return setPhone(trx, user.user_id, phone);
}
