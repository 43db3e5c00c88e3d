import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { NoSuchKey, S3, type S3ClientConfig } from '@aws-sdk/client-s3';
import { S3Store as TusS3Store } from '@tus/s3-store';
import type { ByteRange, FileStore } from './store.ts';

export interface Bucket {
  bucket: string;
  /** Of a server that is not Amazon's. */
  endpoint?: string | undefined;
  region?: string | undefined;
}

/** Of S3, or of what speaks as it does; the keys are of the environment, as every program of AWS takes them. */
export function openS3Store({ bucket, endpoint, region = 'us-east-1' }: Bucket): FileStore {
  const config: S3ClientConfig = {
    region,
    // Newer checksums are not known everywhere.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
  };
  const s3 = new S3(config);
  const uploads = new TusS3Store({ useTags: false, s3ClientConfig: { ...config, bucket } });
  const read = (key: string, range?: ByteRange) => readObject(s3, bucket, key, range);
  const remove = async (keys: readonly string[]) => {
    for (const Key of keys) await s3.deleteObject({ Bucket: bucket, Key });
  };
  return {
    uploads,
    takeUpload: async (id) => {
      const folder = await mkdtemp(join(tmpdir(), 'chat3-file-'));
      const letGo = () => rm(folder, { recursive: true, force: true });
      const path = join(folder, 'upload');
      try {
        const content = await read(id);
        if (!content) throw new Error('an upload is not in its bucket');
        await pipeline(content, createWriteStream(path, { mode: 0o600 }));
        return { path, letGo };
      } catch (error) {
        await letGo();
        throw error;
      }
    },
    put: async (name, content, bytes) => {
      await s3.putObject({ Bucket: bucket, Key: keyOf(name), Body: content, ContentLength: bytes });
    },
    read: (name, range) => read(keyOf(name), range),
    removeUpload: async (id) => {
      // What has come to its end cannot be broken off any more.
      await uploads.remove(id).catch(() => undefined);
      await remove([id, `${id}.info`, `${id}.part`]);
    },
    remove: (names) => remove(names.map(keyOf)),
    close: async () => s3.destroy(),
  };
}

/** Uploads stand beside it under their ids. */
const keyOf = (name: string) => `files/${name}`;

async function readObject(
  s3: S3,
  bucket: string,
  key: string,
  range: ByteRange | undefined,
): Promise<Readable | undefined> {
  const part = range && { Range: `bytes=${range.start}-${range.end}` };
  try {
    const { Body } = await s3.getObject({ Bucket: bucket, Key: key, ...part });
    return Body instanceof Readable ? Body : undefined;
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}
