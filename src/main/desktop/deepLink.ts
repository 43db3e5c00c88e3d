import { z } from 'zod';
import { dialogLinkPattern, linkScheme } from '../../shared/dialogLink.ts';

const longest = 120;

const linkSchema = z
  .string()
  .max(longest)
  .regex(dialogLinkPattern)
  .transform((link) => link.slice(link.lastIndexOf('/') + 1));

/** The id of the chat that a link names; null for anything that is not exactly such a link. */
export function parseDeepLink(link: unknown): string | null {
  const parsed = linkSchema.safeParse(link);
  return parsed.success ? parsed.data : null;
}

/** The id of the chat that a command line names. Two links name none: the system hands over one at a time. */
export function deepLinkIn(argv: readonly string[]): string | null {
  const links = argv.filter((argument) => argument.toLowerCase().includes(`${linkScheme}:`));
  return links.length === 1 ? parseDeepLink(links[0]) : null;
}
