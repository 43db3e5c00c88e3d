/** The system's context menu, for text fields, selected text and links; messages and chats have menus of their own. */
import { type BrowserWindow, clipboard, Menu } from 'electron';
import type { Settings } from '../../shared/settings.ts';
import { contextMenuTemplate } from './contextMenuTemplate.ts';
import { openLink } from './links.ts';

/** Where the page shows a menu of its own, Chromium does not ask for this one. */
export function installContextMenu(window: BrowserWindow, language: () => Settings['language']): void {
  const { webContents } = window;
  webContents.on('context-menu', (_event, context) => {
    const template = contextMenuTemplate(context, language(), {
      replaceWord: (word) => webContents.replaceMisspelling(word),
      learnWord: (word) => webContents.session.addWordToSpellCheckerDictionary(word),
      openLink: (url) => void openLink(url),
      copyText: (text) => void clipboard.writeText(text),
    });
    if (template.length > 0) Menu.buildFromTemplate(template).popup({ window });
  });
}
