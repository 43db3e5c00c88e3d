import type { Feature } from './domain.ts';

/** A record, so that the compiler misses none. */
const allFeatures: Record<Feature, true> = {
  idempotency: true,
  seq: true,
  changes: true,
  userRoom: true,
  joinAck: true,
  watermarks: true,
  presence: true,
  sessions: true,
  roles: true,
  edit: true,
  files: true,
  rename: true,
  mentions: true,
  phone: true,
};
/** What servers may say that they can. */
export const featureNames = Object.keys(allFeatures) as Feature[];
