import { type ReactElement, useLayoutEffect } from 'react';
import { AdministratorNotices } from './connection/AdministratorNotices.tsx';
import { ConnectionBanner } from './connection/ConnectionBanner.tsx';
import { ExaminationScreen } from './connection/ExaminationSheet.tsx';
import { NotificationsHint } from './connection/NotificationsHint.tsx';
import { ClosingScreen } from './desktop/ClosingScreen.tsx';
import { NewProfileScreen } from './desktop/NewProfileScreen.tsx';
import { ProfileBar } from './desktop/ProfileBar.tsx';
import { DiagnosticsScreen } from './diagnostics/DiagnosticsScreen.tsx';
import { LostChats } from './dialogs/LostChats.tsx';
import { Sidebar } from './dialogs/Sidebar.tsx';
import { HelpScreen } from './help/HelpScreen.tsx';
import { ChatInfo } from './people/ChatInfo.tsx';
import { NewChatDialog } from './people/NewChatDialog.tsx';
import { SearchScreen } from './search/SearchScreen.tsx';
import { Switcher } from './search/Switcher.tsx';
import { SettingsScreen } from './settings/SettingsScreen.tsx';
import { useTextSize } from './settings/useTextSize.ts';
import { ServerScreen } from './signIn/ServerScreen.tsx';
import { SignInScreen } from './signIn/SignInScreen.tsx';
import { useChat } from './state/store.ts';
import { aboutProgram, type Screen, useView } from './state/view.ts';
import { Conversation } from './timeline/Conversation.tsx';
import { LiveRegion } from './ui/LiveRegion.tsx';
import { Notice } from './ui/Notice.tsx';
import { useFocusHome } from './ui/useFocusHome.ts';
import { useKeys } from './ui/useKeys.ts';
import { useNarrow } from './ui/useMediaQuery.ts';
import { useTheme } from './ui/useTheme.ts';
import { useTypingGoesHome } from './ui/useTypingGoesHome.ts';
import { UpdateBanner } from './updates/UpdateBanner.tsx';

const screens: Record<Screen, ReactElement> = {
  newChat: <NewChatDialog />,
  switcher: <Switcher />,
  search: <SearchScreen />,
  settings: <SettingsScreen />,
  diagnostics: <DiagnosticsScreen />,
  examination: <ExaminationScreen />,
  chatInfo: <ChatInfo />,
  help: <HelpScreen />,
  newProfile: <NewProfileScreen />,
  closing: <ClosingScreen />,
};

export function App() {
  const ready = useChat((state) => state.ready);
  const server = useChat((state) => state.app.server);
  const signedIn = useChat((state) => state.session.state === 'signedIn');
  const screen = useView((view) => view.screen);
  useTheme();
  useTextSize();
  useLayoutEffect(() => {
    if (ready) document.documentElement.setAttribute('data-ready', 'true');
  }, [ready]);

  if (!ready) return null;
  return (
    <div className="flex h-full flex-col">
      <AdministratorNotices />
      <ProfileBar />
      <div className="min-h-0 flex-1">
        {server === null ? <ServerScreen /> : signedIn ? <Chats /> : <SignInScreen />}
      </div>
      {screen && (signedIn || aboutProgram.has(screen)) && screens[screen]}
    </div>
  );
}

function Chats() {
  const narrow = useNarrow();
  const open = useChat((state) => state.openDialogId !== null);
  useKeys();
  useFocusHome();
  useTypingGoesHome();

  return (
    <div className="flex h-full flex-col">
      <ConnectionBanner />
      <NotificationsHint />
      <UpdateBanner />
      <LostChats />
      <div className="flex min-h-0 flex-1">
        {(!narrow || !open) && <Sidebar narrow={narrow} />}
        {(!narrow || open) && <Conversation narrow={narrow} />}
      </div>
      <Notice />
      <LiveRegion />
    </div>
  );
}
