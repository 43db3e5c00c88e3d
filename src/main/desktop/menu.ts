import { Menu } from 'electron';
import { type MenuActions, type MenuState, menuTemplate } from './menuTemplate.ts';

export function installMenu(state: MenuState, actions: MenuActions): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(state, actions)));
}
