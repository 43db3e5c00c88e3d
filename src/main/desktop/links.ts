import { shell } from 'electron';
import { isWebLink } from '../../shared/webLink.ts';

/** The one way out to the browser. False: refused, or the system has nothing to open it with. */
export async function openLink(url: string): Promise<boolean> {
  if (!isWebLink(url)) return false;
  try {
    // The parsed form: what was checked is what is opened.
    await shell.openExternal(new URL(url).href);
    return true;
  } catch {
    return false;
  }
}
