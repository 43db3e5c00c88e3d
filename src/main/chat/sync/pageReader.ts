/** Pages of a history by number, as large as the server can give them in time. */

import type { Pace } from '../rest/pace.ts';
import { ApiError, type RestClient } from '../rest/rest.ts';
import { type NumberedPage, numbered, pageFrom, sizeOf } from './pages.ts';

const tries = 3;

export type PageReader = ReturnType<typeof createPageReader>;

export function createPageReader({ rest, pace }: { rest: RestClient; pace: Pick<Pace, 'read' | 'served'> }) {
  return {
    /** The page that holds the message with so many newer ones, and at most `most` messages. */
    async at(dialogId: string, offset: number, most = Number.POSITIVE_INFINITY): Promise<NumberedPage> {
      for (let attempt = 0; attempt < tries; attempt++) {
        const page = await pace.read(async (size) => {
          const number = pageFrom(offset, size);
          return numbered(await rest.messagePage(dialogId, number, size), number, size);
        }, most);
        pace.served(page.asked, sizeOf(page));
        // Else its pages are of another size than it was asked for, and the place is on another one.
        if (page.start <= offset && offset < page.end) return page;
      }
      throw new ApiError({ code: 'serverFailed' });
    },
  };
}
