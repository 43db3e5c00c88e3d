/** The one rule for what may be handed to the browser; pages make links of nothing else. */

const longest = 4_000;

const hostName = /^(\[[0-9a-f:.]+\]|[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?)$/;

/** http and https with a real host name, without a user name in front: that is used to disguise the host. */
export function isWebLink(url: string): boolean {
  if (url.length > longest || hasHiddenCharacter(url) || !/^https?:\/\/[^/\\]/i.test(url)) return false;
  if (!URL.canParse(url)) return false;
  const { username, password, hostname } = new URL(url);
  return hostName.test(hostname) && username === '' && password === '';
}

/** Controls, spaces, bidi overrides and zero-width characters: a URL that shows something else than it opens. */
function hasHiddenCharacter(url: string): boolean {
  return /[\s\\\p{Cc}\p{Cf}]/u.test(url);
}
