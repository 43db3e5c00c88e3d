/** Whether and from where this copy updates itself. */
import { z } from 'zod';
import type { UpdatesOff } from '../../shared/updates.ts';
import { mayConnect } from '../network/serverAddress.ts';

export type UpdateFeed = { on: true; url: string; key: string } | { on: false; reason: UpdatesOff };

export interface FeedSources {
  /** The app's own package.json, as the build wrote it. */
  manifest: unknown;
  /** From the machine policy; beats the build's. */
  policyUrl: string | null;
  platform: NodeJS.Platform;
  /** Content of `resources/package-type`, written into packages that a package manager owns; null: none. */
  packageType: string | null;
  /** The path of the AppImage this runs from; on Linux nothing else can replace itself. */
  appImage: string | undefined;
}

const buildSchema = z.object({
  chat3Updates: z.object({ updateUrl: z.string().nullable(), updateKey: z.string().min(1).nullable() }),
});

/** The address ends with a slash. The key comes from the build alone: a policy may move the feed, not whom we trust. */
export function chooseFeed({
  manifest,
  policyUrl,
  platform,
  packageType,
  appImage,
}: FeedSources): UpdateFeed {
  if (packageType !== null) return { on: false, reason: 'system' };
  const build = buildSchema.safeParse(manifest).data?.chat3Updates;
  const url = policyUrl ?? build?.updateUrl;
  const key = build?.updateKey;
  if (!url || !key || !mayConnect(url)) return { on: false, reason: 'notConfigured' };
  if (platform === 'linux' && !appImage) return { on: false, reason: 'notConfigured' };
  return { on: true, url: url.endsWith('/') ? url : `${url}/`, key };
}
