import { act, cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { LanguageProvider } from '../i18n/language.tsx';
import { applyEvents, applySnapshot } from '../state/applyEvents.ts';
import { useChat } from '../state/store.ts';
import { createMockBridge } from '../testing/mockBridge.ts';
import { ownId } from '../testing/sampleData.ts';
import { DialogRow } from './DialogRow.tsx';

beforeEach(() => {
  const bridge = createMockBridge();
  Object.assign(window, { chat3: bridge });
  useChat.setState(applySnapshot(bridge.snapshot));
});
afterEach(cleanup);

function row(dialogId: string): string {
  const dialog = useChat.getState().dialogs.get(dialogId);
  if (!dialog) throw new Error(dialogId);
  const { container } = render(
    <LanguageProvider>
      <DialogRow dialog={dialog} />
    </LanguageProvider>,
  );
  return container.textContent ?? '';
}

it('says who wrote last', () => {
  expect(row('dlg_andrey')).toContain('Вы: Отправляю план');
  expect(row('dlg_maria')).toContain('Договор подписан');
  expect(row('dlg_maria')).not.toContain('Мария:');
});

it('shows the draft of a chat that is not open', () => {
  expect(row('dlg_empty')).toContain('Черновик: Оля, привет!');
  cleanup();
  useChat.setState({ openDialogId: 'dlg_empty' });
  expect(row('dlg_empty')).not.toContain('Черновик');
});

it('counts unread messages up to nine, in words exactly', () => {
  expect(row('dlg_group')).toContain('9+');
  expect(screen.getByTitle('14 непрочитанных сообщений')).toBeTruthy();
});

it('names those who type', () => {
  const typing = (userIds: string[]) => {
    act(() =>
      useChat.setState((state) =>
        applyEvents(state, [{ type: 'typing', dialogId: 'dlg_group', userIds }], 0),
      ),
    );
    cleanup();
    return row('dlg_group');
  };
  expect(typing(['usr_andrey00'])).toContain('Андрей печатает…');
  expect(typing(['usr_andrey00', 'usr_maria000'])).toContain('Андрей и Мария печатают…');
  expect(typing(['usr_andrey00', 'usr_maria000', 'usr_ivan0000'])).toContain('Печатают 3 человека…');
});

it('shows what a service line tells, under nobody’s name', () => {
  const { dialogs } = useChat.getState();
  const dialog = dialogs.get('dlg_group');
  if (!dialog) throw new Error('no group');
  const service = {
    event: 'added',
    actor: { userId: ownId, name: 'Александр' },
    person: { userId: 'usr_andrey00', name: 'Андрей' },
  } as const;
  const lastMessage = {
    senderId: 'system',
    content: 'x',
    type: 'system.added',
    createdAt: 1,
    state: 'sent',
    service,
  } as const;
  useChat.setState({ dialogs: new Map(dialogs).set('dlg_group', { ...dialog, lastMessage }) });
  expect(row('dlg_group')).toContain('Вы добавили в группу: Андрей Волков');
  expect(row('dlg_group')).not.toContain('Вы: ');
});

it('lets no name turn the sentence around', () => {
  useChat.setState((state) => ({
    users: new Map(state.users).set('usr_andrey00', { userId: 'usr_andrey00', name: 'דוד', phone: null }),
  }));
  act(() =>
    useChat.setState((state) =>
      applyEvents(state, [{ type: 'typing', dialogId: 'dlg_group', userIds: ['usr_andrey00'] }], 0),
    ),
  );
  expect(row('dlg_group')).toContain('\u2068דוד\u2069 печатает…');
});

it('marks a chat in which the person is named, silenced or not (S19.5)', () => {
  row('dlg_group');
  expect(screen.queryByRole('img', { name: 'Вас упомянули' })).toBeNull();
  cleanup();
  useChat.setState(({ dialogs }) => {
    const group = dialogs.get('dlg_group');
    if (!group) throw new Error('no group');
    return { dialogs: new Map(dialogs).set('dlg_group', { ...group, muted: true, mentionKeys: ['k'] }) };
  });
  row('dlg_group');
  expect(screen.getByRole('img', { name: 'Вас упомянули' })).toBeTruthy();
  expect(screen.getByTitle('14 непрочитанных сообщений')).toBeTruthy();
});
