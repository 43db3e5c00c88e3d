import { useLayoutEffect } from 'react';
import { ConnectionBanner } from './connection/ConnectionBanner.tsx';
import { Sidebar } from './dialogs/Sidebar.tsx';
import { NewChatDialog } from './people/NewChatDialog.tsx';
import { ServerScreen } from './signIn/ServerScreen.tsx';
import { SignInScreen } from './signIn/SignInScreen.tsx';
import { useChat } from './state/store.ts';
import { useView } from './state/view.ts';
import { Conversation } from './timeline/Conversation.tsx';
import { LiveRegion } from './ui/LiveRegion.tsx';
import { useKeys } from './ui/useKeys.ts';
import { useNarrow } from './ui/useMediaQuery.ts';
import { useTheme } from './ui/useTheme.ts';

export function App() {
  const ready = useChat((state) => state.ready);
  const server = useChat((state) => state.app.server);
  const signedIn = useChat((state) => state.session.state === 'signedIn');
  useTheme();
  useLayoutEffect(() => {
    if (ready) document.documentElement.setAttribute('data-ready', 'true');
  }, [ready]);

  if (!ready) return null;
  if (server === null) return <ServerScreen />;
  return signedIn ? <Chats /> : <SignInScreen />;
}

function Chats() {
  const narrow = useNarrow();
  const open = useChat((state) => state.openDialogId !== null);
  const screen = useView((view) => view.screen);
  useKeys();

  return (
    <div className="flex h-full flex-col">
      <ConnectionBanner />
      <div className="flex min-h-0 flex-1">
        {(!narrow || !open) && <Sidebar narrow={narrow} />}
        {(!narrow || open) && <Conversation narrow={narrow} />}
      </div>
      {screen === 'newChat' && <NewChatDialog />}
      <LiveRegion />
    </div>
  );
}
