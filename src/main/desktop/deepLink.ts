import { z } from 'zod';
import { dialogLink, dialogLinkPattern, linkScheme } from '../../shared/dialogLink.ts';

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

/**
 * What a second start hands to the first one along with its command line. Chromium trims and reorders that on the way; here
 * it arrives as it was given.
 */
export function linkOfThisStart(argv: readonly string[]): Record<string, unknown> {
  const dialogId = deepLinkIn(argv.slice(1));
  return dialogId === null ? {} : { link: dialogLink(dialogId) };
}

const handedOverSchema = z.object({ link: z.string() });

/** The id of the chat in what a second start handed over; null where it asks for none. */
export function deepLinkOf(handedOver: unknown): string | null {
  const parsed = handedOverSchema.safeParse(handedOver);
  return parsed.success ? parseDeepLink(parsed.data.link) : null;
}
