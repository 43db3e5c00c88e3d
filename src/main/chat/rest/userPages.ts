/** People come in pages from some servers, whatever is asked for (P8.7). */
import type { User } from '../../../shared/domain.ts';
import type { RemoteUserPage } from '../../../shared/remote.ts';

const mostPages = 10;

/** Reads on while the server has more, up to `limit` people; `page` is what to add to the query. */
export async function readUserPages(
  limit: number,
  ask: (page: string) => Promise<RemoteUserPage>,
): Promise<User[]> {
  const users = new Map<string, User>();
  for (let number = 1; number <= mostPages; number++) {
    const page = await ask(number === 1 ? '' : `&page=${number}`);
    const before = users.size;
    for (const user of page.users) users.set(user.userId, user);
    const isLast = page.pagination === null || number >= page.pagination.pages;
    // A server that does not know of pages gives the same one again.
    if (isLast || users.size === before || users.size >= limit) break;
  }
  return [...users.values()].slice(0, limit);
}
