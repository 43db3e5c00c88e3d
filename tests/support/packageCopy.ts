import { chmod, cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { ensurePackage } from '../../scripts/package/ensure.mjs';
import { definedOnly } from './app.ts';

export interface PackageCopy {
  directory: string;
  executable: string;
  resources: string;
  version: string;
  remove(): Promise<void>;
}

/** The package of this checkout in a place of its own, where anybody may read it and a test may change it. */
export async function copyPackage(): Promise<PackageCopy> {
  const original = await ensurePackage(definedOnly(process.env));
  const parent = await mkdtemp(join(tmpdir(), 'chat3-package-'));
  const directory = join(parent, basename(original.directory));
  await cp(original.directory, directory, { recursive: true, preserveTimestamps: true });
  await chmod(parent, 0o755);
  return {
    directory,
    executable: join(directory, relative(original.directory, original.executable)),
    resources: join(directory, relative(original.directory, original.resources)),
    version: original.version,
    remove: () => rm(parent, { recursive: true, force: true, maxRetries: 5 }),
  };
}
