import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import { type MenuState, menuTemplate } from './menuTemplate.ts';

const usual: MenuState = {
  language: 'ru',
  platform: 'linux',
  signedIn: true,
  development: false,
  profiles: ['default', 'rabota'],
  profile: 'rabota',
};

function build(state: Partial<MenuState> = {}) {
  const done: string[] = [];
  const menu = menuTemplate(
    { ...usual, ...state },
    {
      showScreen: (screen) => done.push(`screen ${screen}`),
      runAction: (action) => done.push(`action ${action}`),
      openProfile: (name) => done.push(`profile ${name}`),
      changeZoom: (change) => done.push(`zoom ${change}`),
    },
  );
  return { menu, done, items: menu.flatMap(flat) };
}

function flat(item: MenuItemConstructorOptions): MenuItemConstructorOptions[] {
  return [item, ...(Array.isArray(item.submenu) ? item.submenu.flatMap(flat) : [])];
}

const platforms = ['linux', 'win32', 'darwin'] as const;
const everywhere = platforms.flatMap((platform) =>
  (['ru', 'en'] as const).map((language) => ({ platform, language })),
);

describe('menuTemplate', () => {
  it('has the menus of a desktop program', () => {
    expect(build().menu.map(({ label }) => label)).toEqual([
      'Файл',
      'Правка',
      'Вид',
      'Чат',
      'Окно',
      'Справка',
    ]);
    expect(build({ language: 'en', platform: 'darwin' }).menu.map(({ label }) => label)).toEqual([
      'Chat3 Desktop',
      'File',
      'Edit',
      'View',
      'Chat',
      'Window',
      'Help',
    ]);
  });

  it.each(everywhere)('names everything and gives no key twice: $platform $language', (state) => {
    const { items } = build({ ...state, development: true });
    for (const item of items)
      if (item.type !== 'separator') expect(item.label, JSON.stringify(item)).toBeTruthy();
    const keys = items.flatMap(({ accelerator }) => (accelerator ? [String(accelerator)] : []));
    expect(keys.length).toBe(new Set(keys).size);
    if (state.language === 'ru')
      for (const { label } of items)
        if (label && label !== 'Chat3 Desktop') expect(label).toMatch(/[а-яё]|^rabota$/i);
  });

  it('reaches every screen and action', () => {
    const { items, done } = build();
    for (const item of items) (item.click as (() => void) | undefined)?.();
    expect([...new Set(done)].toSorted()).toEqual([
      'action closeChat',
      'action find',
      'action markAllRead',
      'action nextChat',
      'action nextUnread',
      'action previousChat',
      'action previousUnread',
      'profile default',
      'profile rabota',
      'screen diagnostics',
      'screen help',
      'screen newChat',
      'screen newProfile',
      'screen search',
      'screen settings',
      'screen switcher',
      'zoom in',
      'zoom out',
      'zoom reset',
    ]);
  });

  it('leaves to the page and to the window the keys that they know', () => {
    const { items } = build();
    const taken = items
      .filter((item) => item.accelerator && item.registerAccelerator !== false)
      .map(({ accelerator }) => accelerator);
    expect(taken).toEqual(['CommandOrControl+W', 'CommandOrControl+Q']);
  });

  it('offers nothing of the chats to nobody', () => {
    const { items } = build({ signedIn: false });
    const enabled = items
      .filter((item) => item.click && item.visible !== false && item.enabled !== false)
      .map(({ label }) => label);
    expect(enabled).toEqual([
      'Основной',
      'rabota',
      'Новый профиль…',
      'Обычный размер',
      'Крупнее',
      'Мельче',
      'Горячие клавиши',
    ]);
  });

  it('marks the profile that this window shows', () => {
    const { items } = build();
    const radios = items.filter(({ type }) => type === 'radio');
    expect(radios.map(({ label, checked }) => [label, checked])).toEqual([
      ['Основной', false],
      ['rabota', true],
    ]);
  });

  it('reloads the page in development only', () => {
    const roles = (development: boolean) => build({ development }).items.map(({ role }) => role);
    expect(roles(false)).not.toContain('reload');
    expect(roles(false)).not.toContain('toggleDevTools');
    expect(roles(true)).toContain('reload');
  });
});
