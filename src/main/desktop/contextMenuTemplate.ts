import { msg } from '@lingui/core/macro';
import type { ContextMenuParams, MenuItemConstructorOptions } from 'electron';
import type { Settings } from '../../shared/settings.ts';
import { isWebLink } from '../../shared/webLink.ts';
import { translateAll } from './translate.ts';

/** What Chromium says about the place that was clicked. */
export type ContextMenuPlace = Pick<
  ContextMenuParams,
  'isEditable' | 'selectionText' | 'linkURL' | 'misspelledWord' | 'dictionarySuggestions'
> & { editFlags: Pick<ContextMenuParams['editFlags'], 'canCut' | 'canCopy' | 'canPaste' | 'canSelectAll'> };

export interface ContextMenuActions {
  replaceWord(word: string): void;
  learnWord(word: string): void;
  openLink(url: string): void;
  copyText(text: string): void;
}

const labels = {
  noSuggestions: msg`Нет вариантов`,
  learnWord: msg`Добавить в словарь`,
  openLink: msg`Открыть ссылку`,
  copyLink: msg`Копировать адрес ссылки`,
  cut: msg`Вырезать`,
  copy: msg`Копировать`,
  paste: msg`Вставить`,
  selectAll: msg`Выделить всё`,
};

/** What can be done there; empty: no menu. */
export function contextMenuTemplate(
  place: ContextMenuPlace,
  language: Settings['language'],
  actions: ContextMenuActions,
): MenuItemConstructorOptions[] {
  const text = translateAll(language, labels);
  const { linkURL, misspelledWord, dictionarySuggestions: suggestions, editFlags } = place;
  const groups: MenuItemConstructorOptions[][] = [];

  if (place.isEditable && misspelledWord !== '') {
    const words = suggestions.map((word) => ({
      label: literal(word),
      click: () => actions.replaceWord(word),
    }));
    groups.push(words.length > 0 ? words : [{ label: text.noSuggestions, enabled: false }]);
    groups.push([{ label: text.learnWord, click: () => actions.learnWord(misspelledWord) }]);
  }
  if (isWebLink(linkURL)) {
    groups.push([
      { label: text.openLink, click: () => actions.openLink(linkURL) },
      { label: text.copyLink, click: () => actions.copyText(linkURL) },
    ]);
  }
  if (place.isEditable) {
    groups.push([
      { role: 'cut', label: text.cut, enabled: editFlags.canCut },
      { role: 'copy', label: text.copy, enabled: editFlags.canCopy },
      { role: 'paste', label: text.paste, enabled: editFlags.canPaste },
    ]);
    groups.push([{ role: 'selectAll', label: text.selectAll, enabled: editFlags.canSelectAll }]);
  } else if (place.selectionText.trim() !== '' && editFlags.canCopy) {
    groups.push([{ role: 'copy', label: text.copy }]);
  }
  return groups.flatMap((group, index) => (index === 0 ? group : [{ type: 'separator' }, ...group]));
}

/** A single «&» would be taken for the mark of a key. */
function literal(label: string): string {
  return label.replaceAll('&', '&&');
}
