import { z } from 'zod';

const longest = 4_000;

/** Not `z.httpUrl`: it refuses the internationalised endings («.рф» is `xn--p1ai`) and addresses without a name. */
const webUrl = z.url({
  protocol: /^https?$/,
  hostname: /^(\[[0-9a-f:.]+\]|[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?)$/,
});

/** http and https with a real host name, without a user name in front: that is used to disguise the host. */
export function isWebLink(url: string): boolean {
  if (url.length > longest || hasHiddenCharacter(url) || !/^https?:\/\/[^/\\]/i.test(url)) return false;
  if (!webUrl.safeParse(url).success) return false;
  const { username, password } = new URL(url);
  return username === '' && password === '';
}

/** Controls, spaces, bidi overrides and zero-width characters: a URL that shows something else than it opens. */
function hasHiddenCharacter(url: string): boolean {
  return /[\s\\\p{Cc}\p{Cf}]/u.test(url);
}
