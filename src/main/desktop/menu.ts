import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { Settings } from '../../shared/settings.ts';
import type { ZoomChange } from '../../shared/zoom.ts';

const labels = {
  ru: {
    file: 'Файл',
    quit: 'Выйти',
    edit: 'Правка',
    undo: 'Отменить',
    redo: 'Повторить',
    cut: 'Вырезать',
    copy: 'Копировать',
    paste: 'Вставить',
    pasteAndMatchStyle: 'Вставить без оформления',
    selectAll: 'Выделить всё',
    view: 'Вид',
    resetZoom: 'Обычный размер',
    zoomIn: 'Крупнее',
    zoomOut: 'Мельче',
    togglefullscreen: 'Во весь экран',
    window: 'Окно',
    minimize: 'Свернуть',
    close: 'Закрыть',
  },
  en: {
    file: 'File',
    quit: 'Quit',
    edit: 'Edit',
    undo: 'Undo',
    redo: 'Redo',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    pasteAndMatchStyle: 'Paste without formatting',
    selectAll: 'Select all',
    view: 'View',
    resetZoom: 'Actual size',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    togglefullscreen: 'Full screen',
    window: 'Window',
    minimize: 'Minimise',
    close: 'Close',
  },
} as const;

type Label = keyof (typeof labels)['ru'];
type Role = Exclude<Label, 'file' | 'edit' | 'view' | 'window' | 'resetZoom' | 'zoomIn' | 'zoomOut'>;

/** The menu that makes the editing and zoom shortcuts work. On Windows and Linux it appears with Alt. */
export function installMenu(
  language: Settings['language'],
  platform: NodeJS.Platform,
  changeZoom: (change: ZoomChange) => void,
): void {
  const text: Record<Label, string> = labels[language];
  const item = (role: Role): MenuItemConstructorOptions => ({ role, label: text[role] });
  const line: MenuItemConstructorOptions = { type: 'separator' };
  // Not by roles: those know neither limits nor where the size is kept.
  const zoom = (label: string, change: ZoomChange, ...keys: string[]): MenuItemConstructorOptions[] =>
    keys.map((key, index) => ({
      label,
      accelerator: `CommandOrControl+${key}`,
      click: () => changeZoom(change),
      visible: index === 0,
      acceleratorWorksWhenHidden: true,
    }));
  const template: MenuItemConstructorOptions[] = [
    ...(platform === 'darwin'
      ? [{ role: 'appMenu' } as const]
      : [{ label: text.file, submenu: [item('quit')] }]),
    {
      label: text.edit,
      submenu: [
        item('undo'),
        item('redo'),
        line,
        item('cut'),
        item('copy'),
        item('paste'),
        item('pasteAndMatchStyle'),
        item('selectAll'),
      ],
    },
    {
      label: text.view,
      submenu: [
        ...zoom(text.resetZoom, 'reset', '0', 'num0'),
        // «+» is Shift and «=» on most keyboards; people press the key without Shift.
        ...zoom(text.zoomIn, 'in', 'Plus', '=', 'numadd'),
        ...zoom(text.zoomOut, 'out', '-', 'numsub'),
        line,
        item('togglefullscreen'),
      ],
    },
    { label: text.window, submenu: [item('minimize'), item('close')] },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
