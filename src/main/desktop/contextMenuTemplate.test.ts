import { expect, it, vi } from 'vitest';
import { type ContextMenuPlace, contextMenuTemplate } from './contextMenuTemplate.ts';

const nothing: ContextMenuPlace = {
  isEditable: false,
  selectionText: '',
  linkURL: '',
  misspelledWord: '',
  dictionarySuggestions: [],
  editFlags: { canCut: false, canCopy: false, canPaste: false, canSelectAll: true },
};
const all = { canCut: true, canCopy: true, canPaste: true, canSelectAll: true };
const makeActions = () => ({
  replaceWord: vi.fn(),
  learnWord: vi.fn(),
  openLink: vi.fn(),
  copyText: vi.fn(),
});
const build = (place: Partial<ContextMenuPlace>, language: 'ru' | 'en' = 'ru', actions = makeActions()) =>
  contextMenuTemplate({ ...nothing, ...place }, language, actions);
const words = (place: Partial<ContextMenuPlace>, language: 'ru' | 'en' = 'ru') =>
  build(place, language).map(({ label, type }) => label ?? type);
const click = (items: ReturnType<typeof build>, label: string) => {
  const item = items.find((candidate) => candidate.label === label);
  (item?.click as (() => void) | undefined)?.();
};

it('has nothing to say about the rest of the window', () => {
  expect(build({})).toEqual([]);
  expect(build({ selectionText: '  \n' })).toEqual([]);
});

it('offers what a text field can do, by roles', () => {
  const items = build({ isEditable: true, editFlags: { ...all, canPaste: false } });
  expect(items.map(({ role, enabled }) => [role, enabled])).toEqual([
    ['cut', true],
    ['copy', true],
    ['paste', false],
    [undefined, undefined],
    ['selectAll', true],
  ]);
  expect(words({ isEditable: true }, 'en')).toEqual(['Cut', 'Copy', 'Paste', 'separator', 'Select all']);
});

it('offers better words first, then to learn this one', () => {
  const place = {
    isEditable: true,
    misspelledWord: 'превет',
    dictionarySuggestions: ['привет', 'A&B'],
    editFlags: all,
  };
  const actions = makeActions();
  const items = build(place, 'ru', actions);
  expect(words(place).slice(0, 5)).toEqual([
    'привет',
    'A&&B',
    'separator',
    'Добавить в словарь',
    'separator',
  ]);
  click(items, 'A&&B');
  click(items, 'Добавить в словарь');
  expect(actions.replaceWord).toHaveBeenCalledExactlyOnceWith('A&B');
  expect(actions.learnWord).toHaveBeenCalledExactlyOnceWith('превет');
  expect(words({ ...place, dictionarySuggestions: [] }).slice(0, 3)).toEqual([
    'Нет вариантов',
    'separator',
    'Добавить в словарь',
  ]);
  expect(words({ ...place, isEditable: false })).toEqual([]);
});

it('copies selected text', () => {
  expect(build({ selectionText: 'слово', editFlags: { ...all } })).toEqual([
    { role: 'copy', label: 'Копировать' },
  ]);
});

it('opens web links alone, through the one gate', () => {
  const actions = makeActions();
  const items = build({ linkURL: 'https://example.ru/a' }, 'ru', actions);
  expect(items.map(({ label }) => label)).toEqual(['Открыть ссылку', 'Копировать адрес ссылки']);
  click(items, 'Открыть ссылку');
  click(items, 'Копировать адрес ссылки');
  expect(actions.openLink).toHaveBeenCalledExactlyOnceWith('https://example.ru/a');
  expect(actions.copyText).toHaveBeenCalledExactlyOnceWith('https://example.ru/a');
  for (const linkURL of [
    'javascript:alert(1)',
    'file:///etc/passwd',
    'chat3://dialog/dlg_a',
    'app://chat3/x',
    'https://a@b.ru/',
  ])
    expect(build({ linkURL }), linkURL).toEqual([]);
});
