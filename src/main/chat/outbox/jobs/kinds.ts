/** What the outbox can do. A further kind is a file beside these and its name here. */
import type { StoredJob } from '../../store.ts';
import type { Job, JobContext, JobHandling, JobKind } from '../job.ts';
import { edit } from './edit.ts';
import { react } from './react.ts';
import { remove } from './remove.ts';
import { send } from './send.ts';
import { upload } from './upload.ts';

const kinds = { send, react, edit, remove, upload };

type Kinds = typeof kinds;
export type KindName = keyof Kinds;
type PayloadOf<Kind> = Kind extends JobKind<infer Payload> ? Payload : never;

export type OutboxJob = {
  [Name in KindName]: Job<PayloadOf<Kinds[Name]>> & { kind: Name };
}[KindName];

/** null for a job that this version does not know, or that is damaged. */
export function readJob(stored: StoredJob): OutboxJob | null {
  const kind = Object.hasOwn(kinds, stored.kind) ? kinds[stored.kind as KindName] : undefined;
  const payload = kind?.payload.safeParse(stored.payload);
  return payload?.success ? ({ ...stored, payload: payload.data } as OutboxJob) : null;
}

export function startKinds(context: JobContext): Record<KindName, JobHandling> {
  const started = Object.entries(kinds).map(([name, kind]) => [name, kind.start(context)]);
  return Object.fromEntries(started) as Record<KindName, JobHandling>;
}
