import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import { useChat } from '../state/store.ts';
import type { MockBridge } from '../testing/mockBridge.ts';
import { openChat } from '../testing/openChat.tsx';
import { openMessageMenu } from '../timeline/messageMenu.ts';
import { canReply } from './reply.ts';

let bridge: MockBridge;

beforeEach(async () => {
  bridge = await openChat();
});

const called = (name: string) => bridge.calls.filter((call) => call.name === name).map(({ input }) => input);
const composer = () => screen.getByLabelText<HTMLTextAreaElement>('Сообщение');
const strip = () => screen.queryByTestId('reply-strip');
const answerable = () => (useChat.getState().window?.messages ?? []).filter(canReply);
const dialogId = 'dlg_andrey';

function choose(key: string, entry: string) {
  act(() => openMessageMenu({ key, x: 1, y: 1 }));
  return userEvent.click(screen.getByRole('menuitem', { name: entry }));
}

function theirs(at = -1) {
  const message = answerable()
    .filter(({ own }) => !own)
    .at(at);
  if (!message) throw new Error('nobody wrote');
  return message;
}

it('shows above the field what is answered, and sends the answer with it (S18.1, S18.6)', async () => {
  const original = theirs();
  await choose(original.key, 'Ответить');
  expect(called('setReply')).toEqual([{ dialogId, key: original.key }]);
  await waitFor(() => expect(strip()?.textContent).toContain('Андрей Волков'));
  await waitFor(() => expect(document.activeElement).toBe(composer()));
  const described = document.getElementById(composer().getAttribute('aria-describedby') ?? '');
  expect(described?.textContent).toMatch(/^Ответ на сообщение: Андрей Волков/);
  await userEvent.keyboard('В три{Enter}');
  expect(called('sendMessage')).toEqual([{ dialogId, text: 'В три', replyTo: original.key }]);
  await waitFor(() => expect(strip()).toBeNull());
  await userEvent.keyboard('и ещё{Enter}');
  expect(called('sendMessage').at(-1)).toEqual({ dialogId, text: 'и ещё' });
});

it.each(['Escape', 'the cross'])('leaves the text and answers nothing by %s', async (how) => {
  await choose(theirs().key, 'Ответить');
  await waitFor(() => expect(document.activeElement).toBe(composer()));
  await userEvent.keyboard('черновик');
  if (how === 'Escape') await userEvent.keyboard('{Escape}');
  else await userEvent.click(screen.getByRole('button', { name: 'Не отвечать' }));
  expect(called('setReply').at(-1)).toEqual({ dialogId, key: null });
  await waitFor(() => expect(strip()).toBeNull());
  await waitFor(() => expect(document.activeElement).toBe(composer()));
  expect(composer().value).toBe('черновик');
});

it('leaves Escape to an input method', async () => {
  await choose(theirs().key, 'Ответить');
  fireEvent.keyDown(composer(), { key: 'Escape', isComposing: true });
  expect(called('setReply')).toHaveLength(1);
});

it('walks by Ctrl+↑ and Ctrl+↓ from message to message, and past the last one answers nothing', async () => {
  const keys = answerable().map(({ key }) => key);
  composer().focus();
  await userEvent.keyboard('{Control>}{ArrowUp}{/Control}');
  await userEvent.keyboard('{Control>}{ArrowUp}{ArrowUp}{ArrowDown}{ArrowDown}{ArrowDown}{/Control}');
  const asked = called('setReply').map((input) => (input as { key: string | null }).key);
  expect(asked).toEqual([keys.at(-1), keys.at(-2), keys.at(-3), keys.at(-2), keys.at(-1), null]);
  await userEvent.keyboard('{Control>}{ArrowDown}{/Control}');
  expect(called('setReply')).toHaveLength(asked.length);
});

it('says above an answer whom it answers, to those who hear it too, and leads there', async () => {
  const original = theirs();
  await choose(original.key, 'Ответить');
  await userEvent.type(composer(), 'Уже в четыре{Enter}');
  const feed = screen.getByRole('feed');
  const name = /Ответ на сообщение: Андрей Волков, .*Уже в четыре/;
  const row = await within(feed).findByRole('article', { name });
  const quote = within(row).getByTestId('quote');
  expect(quote.textContent).toContain('Андрей Волков');
  await userEvent.click(quote);
  await waitFor(() =>
    expect(feed.querySelector(`[data-message-key="${original.key}"]`)?.getAttribute('data-jumped')).toBe(
      'true',
    ),
  );
  const answer = useChat.getState().window?.messages.find(({ content }) => content === 'Уже в четыре');
  act(() => openMessageMenu({ key: answer?.key ?? '', x: 1, y: 1 }));
  expect(screen.getByRole('menuitem', { name: 'К исходному сообщению' })).toBeTruthy();
});

it.each([
  ['removed', 'Сообщение удалено'],
  ['unknown', 'Сообщение не загружено'],
  ['attachment', 'Вложение'],
] as const)('says of what is %s what it was, and leads nowhere without it', async (kind, words) => {
  const message = theirs();
  const quote = { key: null, senderId: null, kind, text: '' };
  act(() => bridge.emit({ type: 'messages', dialogId, upserted: [{ ...message, quote }], removed: [] }));
  const rowOf = () => document.querySelector<HTMLElement>(`[data-message-key="${message.key}"]`);
  const shown = await waitFor(() => within(rowOf() as HTMLElement).getByTestId('quote'));
  expect([shown.textContent, (shown as HTMLButtonElement).disabled]).toEqual([words, true]);
});
