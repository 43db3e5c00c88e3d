/** Why this copy does not update itself: nobody configured a feed, or the system's package manager does it. */
export type UpdatesOff = 'notConfigured' | 'system';

/** `signature`: not signed by the key of this build; `damaged`: the file is not the one that was signed. */
export type UpdateTrouble = 'unreachable' | 'signature' | 'damaged' | 'notInstalled';

/** What the person sees of updates; versions are those offered. */
export type UpdateView =
  | { state: 'off'; reason: UpdatesOff }
  | { state: 'idle' }
  | { state: 'checking' }
  | { state: 'available'; version: string }
  /** `percent`: 0 to 100, whole. */
  | { state: 'downloading'; version: string; percent: number }
  | { state: 'ready'; version: string }
  /** `version`: what was being downloaded; null: the check itself failed. */
  | { state: 'failed'; trouble: UpdateTrouble; version: string | null };
