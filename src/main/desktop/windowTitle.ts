import type { ProfileLook } from './profileLook.ts';
import type { Unread } from './unreadStore.ts';

export const productName = 'Chat3 Desktop';

/** What is unread comes first: a narrow taskbar cuts the end. */
export function windowTitle(unread: Unread, { title }: ProfileLook): string {
  const count = unread.messages > 0 ? `(${unread.messages}) ` : '';
  return title === null ? `${count}${productName}` : `${count}${productName} — ${title}`;
}
