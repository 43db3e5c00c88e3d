/** Edits and removals on their way to the server, which stand over what copies tell meanwhile (S8.15). */
import type { Message } from '../../../shared/domain.ts';
import type { RemoteMessage } from '../../../shared/remote.ts';
import type { HistoryStore } from '../store.ts';
import { rowOf } from '../timeline/merge.ts';
import { isOlder } from '../timeline/revision.ts';
import { editJobId } from './jobs/edit.ts';
import type { OutboxJob } from './jobs/kinds.ts';
import { removeJobId } from './jobs/remove.ts';
import type { OutboxJobs } from './outboxJobs.ts';

type Told = Partial<Pick<RemoteMessage, 'content' | 'meta' | 'editedAt' | 'removed'>>;

export type Edits = ReturnType<typeof createEdits>;

export function createEdits({ store, jobs }: { store: HistoryStore; jobs: OutboxJobs }) {
  function editOf(key: string): (OutboxJob & { kind: 'edit' }) | undefined {
    const job = jobs.get(editJobId(key));
    return job?.kind === 'edit' ? job : undefined;
  }

  function removalOf(key: string): (OutboxJob & { kind: 'remove' }) | undefined {
    const job = jobs.get(removeJobId(key));
    return job?.kind === 'remove' ? job : undefined;
  }

  /** What the server has is what a refusal puts back. */
  function noteOnServer(row: Message, copy: RemoteMessage): void {
    const job = editOf(row.key);
    if (job === undefined || isOlder(copy, row) || copy.content === job.payload.content) return;
    const before = {
      content: copy.content,
      meta: copy.meta,
      ...(copy.editedAt === undefined ? {} : { edited: { at: copy.editedAt } }),
    };
    jobs.save({ ...job, payload: { ...job.payload, before } });
  }

  return {
    editOf,
    removalOf,
    /** What to make of what a copy says: no copy knows yet what is on its way from here. */
    toldBy(copy: RemoteMessage & { messageId: string }): Told {
      if (copy.removed || !(jobs.hasKind('edit') || jobs.hasKind('remove'))) return {};
      const row = rowOf(store, copy);
      if (row === null) return {};
      if (removalOf(row.key) !== undefined) return { removed: true };
      const job = editOf(row.key);
      if (job === undefined) return {};
      noteOnServer(row, copy);
      const { content } = job.payload;
      // Of an edit that is on the server, its own time is everybody's.
      const told = copy.content === content ? copy.editedAt : undefined;
      return { content, meta: row.meta, editedAt: told ?? row.edited?.at ?? copy.editedAt };
    },
  };
}
