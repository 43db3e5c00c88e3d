import { groups } from '../../server/src/demo/groups.ts';
import { pairs } from '../../server/src/demo/pairs.ts';
import { people } from '../../server/src/demo/people.ts';
import type { RunningApp } from '../../tests/support/askedApp.ts';
import type { Person } from '../../tests/support/person.ts';
import type { Language } from './words.ts';

export const companySize = Object.keys(people).length;

const dialogIds = [...groups, ...pairs].map(({ dialogId }) => dialogId);
const idOf = (start: string) => String(dialogIds.find((dialogId) => dialogId.startsWith(start)));

const drafts: Record<Language, string> = {
  ru: 'Список для пропусков: Андрей, Дмитрий, Павел и',
  en: 'For the passes: Andrew, Dmitry, Paul and',
};

/** What is kept on the person's own computer: pins, silence and a draft. */
export async function settleIn(person: Person<RunningApp>, language: Language): Promise<void> {
  const commands = [
    `chat3.setPinned({ dialogId: '${idOf('dlg_general')}', pinned: true })`,
    `chat3.setMuted({ dialogId: '${idOf('dlg_lunch')}', muted: true })`,
    `chat3.saveDraft({ dialogId: '${idOf('dlg_sasha_maria')}', text: ${JSON.stringify(drafts[language])} })`,
  ];
  await person.page.evaluate(`Promise.all([${commands.join(', ')}]).then(() => null)`);
}

/** By its name in the list, whatever the language of the window. */
export async function openChat(person: Person<RunningApp>, title: string): Promise<void> {
  await person.page.getByRole('listbox').getByRole('option', { name: title }).first().click();
  await person.conversation.getByRole('heading', { name: title }).waitFor();
  await person.composer.waitFor();
}

/** The chats that the two people of the demo talk in, as each of them sees it, and one beside it. */
export function chatTitles(language: Language) {
  const north = groups.find(({ dialogId }) => dialogId === idOf('dlg_north'));
  return {
    ofFirst: people.andrey.name[language],
    ofSecond: people.sasha.name[language],
    ofAll: String(groups[0]?.name?.[language]),
    elsewhere: String(north?.name?.[language]),
  };
}
