/** The list of the person's dialogs, page by page, and which of the known ones it no longer holds. */
import type { RemoteDialog } from '../../../shared/remote.ts';
import type { RestClient } from '../rest/rest.ts';

const pageSize = 100;
const mostPages = 20;

interface Listed {
  dialogs: Map<string, RemoteDialog>;
  pages: number;
  /** To its end, and without rows that could not be understood. */
  complete: boolean;
}

/**
 * Reads the whole list. `gone` are those of `known` that it does not hold; of a list that is not complete nobody can tell.
 * Pages go by the latest activity: a dialog that moves up while they are read may be on none of them, so that a list of
 * several pages is believed when it is read twice (S7.4).
 */
export async function readDialogList(
  rest: Pick<RestClient, 'dialogs'>,
  known: readonly string[],
): Promise<{ dialogs: RemoteDialog[]; gone: string[]; complete: boolean }> {
  const { dialogs, pages, complete } = await readPages(rest);
  let gone = complete ? known.filter((dialogId) => !dialogs.has(dialogId)) : [];
  if (gone.length > 0 && pages > 1) {
    const again = await readPages(rest);
    for (const [dialogId, dialog] of again.dialogs) dialogs.set(dialogId, dialog);
    gone = again.complete ? gone.filter((dialogId) => !dialogs.has(dialogId)) : [];
  }
  return { dialogs: [...dialogs.values()], gone, complete };
}

async function readPages(rest: Pick<RestClient, 'dialogs'>): Promise<Listed> {
  const dialogs = new Map<string, RemoteDialog>();
  let dropped = 0;
  for (let number = 1; number <= mostPages; number++) {
    const page = await rest.dialogs(number, pageSize);
    const received = page.dialogs.length + page.dropped;
    for (const dialog of page.dialogs) dialogs.set(dialog.dialogId, dialog);
    dropped += page.dropped;
    const isLast = page.pagination === null ? received < pageSize : number >= page.pagination.pages;
    if (isLast || received === 0) return { dialogs, pages: number, complete: dropped === 0 };
  }
  return { dialogs, pages: mostPages, complete: false };
}

/** Callers at the same time share one run, but none that began before they asked: they get the one after it. */
export function sharedWithSuccessor<Value>(task: () => Promise<Value>): () => Promise<Value> {
  let running: Promise<Value> | null = null;
  let successor: Promise<Value> | null = null;

  function run(): Promise<Value> {
    running = task().finally(() => {
      running = null;
    });
    return running;
  }

  return () => {
    if (running === null && successor === null) return run();
    successor ??= (running ?? Promise.resolve())
      .catch(() => {})
      .then(() => {
        successor = null;
        return run();
      });
    return successor;
  };
}
