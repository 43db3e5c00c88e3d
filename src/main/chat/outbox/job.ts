/** What the queue knows of a job, and what it asks of the job's kind. */
import type { z } from 'zod';
import type { BridgeEvent } from '../../../shared/bridge.ts';
import type { ErrorCode, Feature } from '../../../shared/domain.ts';
import type { RemoteMessage } from '../../../shared/remote.ts';
import type { Journal } from '../journal.ts';
import type { AccountFiles, Clock } from '../ports.ts';
import type { RestClient } from '../rest/rest.ts';
import type { HistoryStore, StoredJob } from '../store.ts';
import type { Edits } from './edits.ts';
import type { OutboxJobs } from './outboxJobs.ts';
import type { Reactions } from './reactions.ts';
import type { Sends } from './sends.ts';

export interface Job<Payload = unknown> extends StoredJob {
  payload: Payload;
}

/** What the kinds are started with. */
export interface JobContext {
  store: HistoryStore;
  jobs: OutboxJobs;
  sends: Sends;
  reactions: Reactions;
  edits: Edits;
  journal: Journal;
  rest: Pick<RestClient, 'sendMessage' | 'editMessage' | 'removeMessage'>;
  reactionCalls: Pick<RestClient, 'reactions'> & {
    react(messageId: string, reaction: string): Promise<unknown>;
    unreact(messageId: string, reaction: string): Promise<unknown>;
  };
  files?: AccountFiles | undefined;
  clock: Clock;
  ownUserId: string;
  /** What a person is called; null: nobody knows. */
  nameOf(userId: string): string | null;
  has(feature: Feature): boolean;
  /** What travels in meta is not lost there (P8.1). */
  keepsMeta(dialogId: string): boolean;
  /** The one way in for copies of messages. */
  takeCopy(dialogId: string, copy: RemoteMessage): void;
  /** Reads the dialog's newest history. */
  look(dialogId: string): Promise<void>;
  emit(event: BridgeEvent): void;
}

export interface JobHandling<Payload = unknown, Answer = unknown> {
  /** Makes the request. Rejects with ApiError, or with CommandError where the server will never do it. */
  perform(job: Job<Payload>): Promise<Answer>;
  /** Takes the answer in, inside the transaction that ends the job. */
  take(job: Job<Payload>, answer: Answer): void;
  /** A second request for the same does no harm: what is in doubt is asked for again, without a look. */
  isRepeatable(): boolean;
  /** Finds out whether a request in doubt got through; what is found ends the job by itself (S8.4). */
  look?(job: Job<Payload>): Promise<void>;
  /** Shows that it waits for the person's word; kinds without are sent however old (S8.7). */
  hold?(job: Job<Payload>): void;
  /** Something else is wanted by now than this job asked for: it is not done with the answer. */
  isOutdated?(job: Job<Payload>): boolean;
  /** The server's final no, said to the person. */
  refuse(job: Job<Payload>, code: ErrorCode): void;
  /** It is done even if what it depends on is taken back. */
  outlives?: true;
  /** Not asked for after all: taken back (null), or what it depends on was refused, which is said there. */
  drop(job: Job<Payload>, reason: ErrorCode | null): void;
}

/** A kind of job: what it keeps on disk, and what it does. */
export interface JobKind<Payload> {
  payload: z.ZodType<Payload>;
  start(context: JobContext): JobHandling<Payload>;
}
