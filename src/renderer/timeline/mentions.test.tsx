import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import type { Mention } from '../../shared/domain.ts';
import { useChat } from '../state/store.ts';
import { useView } from '../state/view.ts';
import type { MockBridge } from '../testing/mockBridge.ts';
import { openChat } from '../testing/openChat.tsx';
import { makeMessage, ownId } from '../testing/sampleData.ts';

const dialogId = 'dlg_group';

/** Somebody writes, naming people. */
function write(bridge: MockBridge, content: string, mentions: Mention[]) {
  const message = makeMessage(dialogId, 'usr_maria000', content, Date.now(), { mentions });
  act(() => bridge.emit({ type: 'messages', dialogId, upserted: [message], removed: [] }));
  return message;
}

const andrey = { start: 5, end: 19, userIds: ['usr_andrey00'] };
const called = (bridge: MockBridge, name: string) =>
  bridge.calls.filter((call) => call.name === name).map(({ input }) => input);

it('shows who is named, and a click or Enter leads to the chat with them (S19.6)', async () => {
  const bridge = await openChat(dialogId);
  write(bridge, 'Где, @Андрей Волков, a@b.ru', [andrey]);
  const link = await screen.findByText('@Андрей Волков');
  expect([link.getAttribute('role'), link.getAttribute('data-mention')]).toEqual(['link', 'other']);
  await userEvent.click(link);
  await waitFor(() => expect(called(bridge, 'createDialog')).toEqual([{ memberIds: ['usr_andrey00'] }]));
  await waitFor(() => expect(useChat.getState().openDialogId).toBe('dlg_maria'));
});

it('the keyboard does the same (S19.6)', async () => {
  const bridge = await openChat(dialogId);
  write(bridge, 'Где, @Андрей Волков', [andrey]);
  act(() => screen.getByText('@Андрей Волков').focus());
  await userEvent.keyboard('{Enter}');
  await waitFor(() => expect(called(bridge, 'createDialog')).toEqual([{ memberIds: ['usr_andrey00'] }]));
});

it.each([
  ['the person', [ownId]],
  ['everybody', ['all']],
])('what names %s stands out, and leads to who is in the chat (S19.6)', async (_who, userIds) => {
  const bridge = await openChat(dialogId);
  write(bridge, 'Где, @Андрей Волков', [{ ...andrey, userIds }]);
  const link = await screen.findByText('@Андрей Волков');
  expect(link.getAttribute('data-mention')).toBe('own');
  await userEvent.click(link);
  expect(useView.getState().screen).toBe('chatInfo');
  expect(called(bridge, 'createDialog')).toEqual([]);
});

it('a failure is said (S19.6)', async () => {
  const bridge = await openChat(dialogId);
  write(bridge, 'Где, @Андрей Волков', [andrey]);
  bridge.failures.set('createDialog', 'accountDisabled');
  await userEvent.click(await screen.findByText('@Андрей Волков'));
  expect(await screen.findByText(/отключ/i)).toBeTruthy();
});

function setMentions(bridge: MockBridge, mentionKeys: string[]) {
  const { snapshot } = bridge;
  // Also for what is told of the chat later, as when it is read.
  snapshot.dialogs = snapshot.dialogs.map((dialog) =>
    dialog.dialogId === dialogId ? { ...dialog, mentionKeys } : dialog,
  );
  act(() => bridge.emit({ type: 'dialogs', upserted: snapshot.dialogs, removed: [] }));
}

it('a button leads to the next unread mention, counts them, and is gone once they are read (S19.7)', async () => {
  const bridge = await openChat(dialogId);
  expect(screen.queryByTestId('mentions-pill')).toBeNull();
  setMentions(bridge, ['far', 'farther']);
  const pill = await screen.findByTestId('mentions-pill');
  expect(pill.getAttribute('aria-label')).toBe('К следующему упоминанию. 2 упоминания');
  setMentions(bridge, ['farther']);
  await waitFor(() => expect(pill.getAttribute('aria-label')).toBe('К следующему упоминанию. 1 упоминание'));
  await userEvent.click(pill);
  expect(called(bridge, 'openDialog').at(-1)).toEqual({ dialogId, at: 'farther' });
  setMentions(bridge, []);
  await waitFor(() => expect(screen.queryByTestId('mentions-pill')).toBeNull());
});

it('what is in sight needs no button (S19.7)', async () => {
  const bridge = await openChat(dialogId);
  const shown = screen.getAllByRole('article').at(-1)?.dataset['messageKey'] ?? '';
  setMentions(bridge, ['far', shown]);
  const pill = await screen.findByTestId('mentions-pill');
  expect(pill.getAttribute('aria-label')).toBe('К следующему упоминанию. 1 упоминание');
});
