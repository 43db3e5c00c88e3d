import type { MenuItemConstructorOptions } from 'electron';
import type { BridgeEvent } from '../../shared/bridge.ts';
import type { Settings } from '../../shared/settings.ts';
import type { ZoomChange } from '../../shared/zoom.ts';
import { menuWords, roleWords } from './menuWords.ts';
import { translateAll } from './translate.ts';
import { productName } from './windowTitle.ts';

export type MenuScreen = (BridgeEvent & { type: 'showScreen' })['screen'];
export type MenuAction = (BridgeEvent & { type: 'runAction' })['action'];

export interface MenuState {
  language: Settings['language'];
  platform: NodeJS.Platform;
  /** Without somebody there are no chats to go to. */
  signedIn: boolean;
  /** Shows what only makes sense while the program is written. */
  development: boolean;
  profiles: readonly string[];
  profile: string;
}

export interface MenuActions {
  showScreen(screen: MenuScreen): void;
  runAction(action: MenuAction): void;
  openProfile(name: string): void;
  changeZoom(change: ZoomChange): void;
}

type Role = keyof typeof roleWords;

const line: MenuItemConstructorOptions = { type: 'separator' };

/** The menu of the program. On Windows and Linux it appears with Alt. */
export function menuTemplate(state: MenuState, actions: MenuActions): MenuItemConstructorOptions[] {
  const words = translateAll(state.language, menuWords);
  const roles = translateAll(state.language, roleWords);
  const mac = state.platform === 'darwin';
  const role = (name: Role): MenuItemConstructorOptions => ({ role: name, label: roles[name] });
  /** The page and the window know these keys in every layout (see `keyMeaning`); the menu only shows them. */
  const shown = (accelerator: string) => ({ accelerator, registerAccelerator: false });
  const screen = (name: MenuScreen, label: string, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    click: () => actions.showScreen(name),
    ...(accelerator ? shown(accelerator) : {}),
  });
  const action = (name: MenuAction, label: string, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    enabled: state.signedIn,
    click: () => actions.runAction(name),
    ...(accelerator ? shown(accelerator) : {}),
  });
  // Not by roles: those know neither limits nor where the size is kept.
  const zoom = (label: string, change: ZoomChange, key: string): MenuItemConstructorOptions => ({
    label,
    click: () => actions.changeZoom(change),
    ...shown(`CommandOrControl+${key}`),
  });
  const ofChats = (item: MenuItemConstructorOptions) => ({ ...item, enabled: state.signedIn });
  const settings = ofChats(screen('settings', words.settings, 'CommandOrControl+,'));

  const profiles: MenuItemConstructorOptions = {
    label: words.profiles,
    submenu: [
      ...state.profiles.map(
        (name): MenuItemConstructorOptions => ({
          label: name === 'default' ? words.usualProfile : name,
          type: 'radio',
          checked: name === state.profile,
          click: () => actions.openProfile(name),
        }),
      ),
      line,
      screen('newProfile', words.newProfile),
    ],
  };
  const file: MenuItemConstructorOptions = {
    label: words.file,
    submenu: [
      ofChats(screen('newChat', words.newChat, 'CommandOrControl+N')),
      ofChats(screen('search', words.search, 'CommandOrControl+Shift+F')),
      line,
      ...(mac ? [] : [settings]),
      profiles,
      line,
      { ...role('close'), accelerator: 'CommandOrControl+W' },
      ...(mac ? [] : [{ ...role('quit'), accelerator: 'CommandOrControl+Q' }]),
    ],
  };
  const edit: MenuItemConstructorOptions = {
    label: words.edit,
    submenu: [
      role('undo'),
      role('redo'),
      line,
      role('cut'),
      role('copy'),
      role('paste'),
      role('pasteAndMatchStyle'),
      role('selectAll'),
      line,
      action('find', words.find, 'CommandOrControl+F'),
    ],
  };
  const view: MenuItemConstructorOptions = {
    label: words.view,
    submenu: [
      zoom(roles.resetZoom, 'reset', '0'),
      zoom(roles.zoomIn, 'in', 'Plus'),
      zoom(roles.zoomOut, 'out', '-'),
      line,
      role('togglefullscreen'),
      ...(state.development ? [line, role('reload'), role('toggleDevTools')] : []),
    ],
  };
  const chat: MenuItemConstructorOptions = {
    label: words.chat,
    submenu: [
      ofChats(screen('switcher', words.switcher, 'CommandOrControl+K')),
      line,
      action('nextChat', words.nextChat, 'Alt+Down'),
      action('previousChat', words.previousChat, 'Alt+Up'),
      action('nextUnread', words.nextUnread, 'Alt+Shift+Down'),
      action('previousUnread', words.previousUnread, 'Alt+Shift+Up'),
      line,
      action('markAllRead', words.markAllRead),
      action('closeChat', words.closeChat, 'Alt+Left'),
    ],
  };
  const windowMenu: MenuItemConstructorOptions = {
    label: words.window,
    role: 'windowMenu',
    submenu: [role('minimize'), ...(mac ? [role('zoom'), line, role('front')] : [])],
  };
  const help: MenuItemConstructorOptions = {
    label: words.help,
    role: 'help',
    submenu: [
      screen('help', words.keys, 'CommandOrControl+/'),
      ofChats(screen('diagnostics', words.diagnostics)),
    ],
  };
  const program: MenuItemConstructorOptions = {
    label: productName,
    submenu: [
      role('about'),
      line,
      settings,
      line,
      role('services'),
      line,
      role('hide'),
      role('hideOthers'),
      role('unhide'),
      line,
      role('quit'),
    ],
  };
  return [...(mac ? [program] : []), file, edit, view, chat, windowMenu, help];
}
