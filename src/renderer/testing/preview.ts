import { createMockBridge } from './mockBridge.ts';

/**
 * Shows the page without the main process: `?language=en&theme=dark&screen=signIn|server|empty&open=dlg_group`.
 */
const wishes = new URLSearchParams(location.search);
const bridge = createMockBridge();
const { snapshot } = bridge;
const language = wishes.get('language');
const theme = wishes.get('theme');
if (language === 'ru' || language === 'en') snapshot.settings.language = language;
if (theme === 'light' || theme === 'dark') snapshot.settings.theme = theme;
const screen = wishes.get('screen');
if (screen === 'signIn' || screen === 'server') {
  snapshot.session = { state: 'signedOut', reason: 'none', keepsSignIn: true };
  if (screen === 'server') snapshot.app.server = null;
}
if (screen === 'expired') snapshot.session = { state: 'signedOut', reason: 'expired', keepsSignIn: false };
if (screen === 'empty') snapshot.dialogs = [];
snapshot.openDialogId = wishes.get('open');

Object.assign(window, { chat3: bridge });
void import('../main.tsx');
