/** What a person sees, started with an account: each view follows what commits change, in this order. */
import type { AccountContext } from '../accountContext.ts';
import { createDialogViews } from '../dialogViews.ts';
import type { Directory } from '../directory.ts';
import type { Presence } from '../presence.ts';
import type { Receipts } from '../receipts.ts';
import { type Arrival, tellArrivals } from './arrivals.ts';
import { showChatList } from './chatList.ts';
import { createOpenWindow } from './openWindow.ts';
import { createWindowReader } from './windowReader.ts';

export function startViews(
  context: AccountContext & { directory: Directory; receipts: Receipts; presence: Presence },
  tell: (arrivals: Arrival[]) => void,
) {
  const { receipts, presence } = context;
  const views = createDialogViews({ ...context, ownMark: receipts.own });
  const reader = createWindowReader({ ...context, ownMark: receipts.own });
  const window = createOpenWindow({
    ...context,
    reader,
    marks: receipts.marks,
    typingIn: presence.typingIn,
  });
  const chatList = showChatList({ ...context, views });
  tellArrivals({ ...context, tell });
  return { chatList, reader, views, window };
}
