import type { Readable } from 'node:stream';
import type { DataStore } from '@tus/server';

/** From the first to the last byte, both of it. */
export interface ByteRange {
  start: number;
  end: number;
}

/** Where bytes are kept, by names that the server has made. */
export interface FileStore {
  /** What is on its way here. */
  readonly uploads: DataStore;
  /** A whole upload as a file of this computer, until it is let go. */
  takeUpload(id: string): Promise<{ path: string; letGo: () => Promise<void> }>;
  /** Resolves when all is on disk; under its name stands only what is whole. */
  put(name: string, content: Readable, bytes: number): Promise<void>;
  /** All of it, or a part. Undefined where there is none. */
  read(name: string, range?: ByteRange): Promise<Readable | undefined>;
  /** The upload, or what is left of it. */
  removeUpload(id: string): Promise<void>;
  /** What is not there is removed already. */
  remove(names: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** Bytes that an upload is to have; undefined for one that is not there. */
export type LengthOf = (id: string) => Promise<number | undefined>;
