/** Which requests wait for which: told by what is asked for, whichever routes a server has for it. */

import type { HttpRequest } from '../ports.ts';
import type { PacedRequest } from './pace.ts';

const send = /^\/(messages\/dialog\/[^/]+|dialogs?\/[^/]+\/messages)$/;
const page = /^\/(?:messages\/dialog\/([^/?]+)|dialogs?\/([^/?]+)\/(?:messages|changes))(?:\?|$)/;
const status = /^\/messages\/[^/]+\/status\//;
const list = /^\/dialogs\?/;
const dialog = /^\/dialogs\/([^/?]+)$/;
const one = /^\/(users|messages)\/[^/?]+$/;

export function turnOf(
  method: HttpRequest['method'],
  path: string,
  isUrgent: (dialogId: string) => boolean,
): PacedRequest {
  if (method === 'POST' && send.test(path)) return { kind: 'send' };
  if (status.test(path)) return { kind: 'status' };
  if (method !== 'GET') return { kind: 'command' };
  // What else is to be fetched depends on it.
  if (list.test(path)) return { kind: 'other', urgent: true };
  const [, here, there] = page.exec(path) ?? [];
  const read = here ?? there;
  if (read !== undefined) return { kind: 'page', urgent: isUrgent(decodeURIComponent(read)) };
  const [, described] = dialog.exec(path) ?? [];
  if (described !== undefined) return { kind: 'other', urgent: isUrgent(decodeURIComponent(described)) };
  return { kind: one.test(path) ? 'other' : 'command' };
}
