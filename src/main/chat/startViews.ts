/** What a person sees, started with an account: each view follows what commits change, in this order. */
import type { AccountContext } from './accountContext.ts';
import type { Directory } from './people/directory.ts';
import type { Presence } from './people/presence.ts';
import type { Receipts } from './receipts/receipts.ts';
import { type Arrival, tellArrivals } from './views/arrivals.ts';
import { showChatList } from './views/chatList.ts';
import { createDialogViews } from './views/dialogViews.ts';
import { createOpenWindow } from './views/openWindow.ts';
import { createWindowReader } from './views/windowReader.ts';

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
