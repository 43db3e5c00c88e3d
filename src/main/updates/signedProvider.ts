/** Where electron-updater learns of versions: from a manifest that is believed only with the signature beside it. */
import electronUpdater, { type UpdateInfo } from 'electron-updater';
import {
  Provider,
  type ProviderRuntimeOptions,
  parseUpdateInfo,
  resolveFiles,
} from 'electron-updater/out/providers/Provider.js';
import { z } from 'zod';
import { isSignedBy } from './manifestSignature.ts';
import { UpdateFailure } from './updates.ts';

/** The parts that decide what is loaded; each file must be named plainly, lie beside the manifest and carry its sha512. */
const manifestSchema = z.looseObject({
  version: z.string().regex(/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/),
  files: z
    .array(
      z.looseObject({
        url: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/),
        sha512: z.string().regex(/^[A-Za-z0-9+/]{86}==$/),
      }),
    )
    .min(1),
});

/** electron-updater shares a check that is on its way: one without an answer would be the last until the next start. */
const patienceMs = 60_000;

/** Answers a class that electron-updater makes an object of; it hands over nothing but what the key vouches for. */
export function signedProvider(feedUrl: string, publicKey: string, limitMs = patienceMs) {
  return class SignedProvider extends Provider<UpdateInfo> {
    constructor(_options: unknown, _updater: unknown, runtime: ProviderRuntimeOptions) {
      super(runtime);
    }

    override async getLatestVersion(): Promise<UpdateInfo> {
      const name = `${this.getDefaultChannelName()}.yml`;
      const manifest = await this.#read(name);
      const signature = await this.#read(`${name}.sig`);
      // Before anything of it is even parsed.
      if (!isSignedBy({ name, text: manifest }, signature, publicKey)) throw new UpdateFailure('signature');
      const info = parseUpdateInfo(manifest, name, new URL(name, feedUrl));
      const checked = manifestSchema.safeParse(info);
      if (!checked.success) throw new UpdateFailure('signature', 'a signed manifest of another shape');
      return info;
    }

    override resolveFiles(info: UpdateInfo) {
      return resolveFiles(info, new URL(feedUrl));
    }

    async #read(name: string): Promise<string> {
      const token = new electronUpdater.CancellationToken();
      const limit = setTimeout(() => token.cancel(), limitMs);
      try {
        return (await this.httpRequest(new URL(name, feedUrl), null, token)) ?? '';
      } catch (error) {
        // A manifest without a signature is as good as one with a wrong one.
        if (name.endsWith('.sig') && isNotFound(error)) throw new UpdateFailure('signature', error);
        throw new UpdateFailure('unreachable', error);
      } finally {
        clearTimeout(limit);
      }
    }
  };
}

function isNotFound(error: unknown): boolean {
  return error instanceof Error && 'statusCode' in error && error.statusCode === 404;
}
