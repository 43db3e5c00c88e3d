import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import type { Feature } from '../../shared/domain.ts';
import { takeEvents } from '../state/actions.ts';
import { useChat } from '../state/store.ts';
import type { MockBridge } from '../testing/mockBridge.ts';
import { openChat } from '../testing/openChat.tsx';
import { openMessageMenu } from '../timeline/messageMenu.ts';
import { forgetEdits } from './editMessage.ts';

let bridge: MockBridge;

function serverCan(...features: Feature[]) {
  act(() => useChat.setState(({ connection }) => ({ connection: { ...connection, features } })));
}

beforeEach(async () => {
  forgetEdits();
  bridge = await openChat();
  serverCan('edit');
});

const called = (name: string) => bridge.calls.filter((call) => call.name === name).map(({ input }) => input);
const composer = () => screen.getByLabelText<HTMLTextAreaElement>('Сообщение');
const editor = () => screen.getByLabelText<HTMLTextAreaElement>('Изменённый текст');
const latestOwn = () => {
  const message = useChat.getState().window?.messages.findLast(({ own }) => own);
  if (!message) throw new Error('no own message');
  return message;
};

async function startByKey() {
  composer().focus();
  await userEvent.keyboard('{ArrowUp}');
  return editor();
}

it('edits the latest own message by ↑ in an empty field, and saves by Enter', async () => {
  const { key, content } = latestOwn();
  const field = await startByKey();
  expect([field.value, document.activeElement]).toEqual([content, field]);
  await userEvent.keyboard(' и ещё{Enter}');
  expect(called('editMessage')).toEqual([{ key, text: `${content} и ещё` }]);
  await waitFor(() => expect(document.activeElement).toBe(composer()));
});

it('leaves the message and the draft as they were by Escape', async () => {
  await userEvent.type(composer(), 'черновик');
  act(() => openMessageMenu({ key: latestOwn().key, x: 1, y: 1 }));
  await userEvent.click(screen.getByRole('menuitem', { name: 'Изменить' }));
  await userEvent.type(editor(), ' лишнее{Escape}');
  expect(called('editMessage')).toEqual([]);
  expect(composer().value).toBe('черновик');
});

it('keeps an unfinished edit while another chat is open', async () => {
  const field = await startByKey();
  await userEvent.type(field, ' почти');
  const text = field.value;
  const { openDialogId } = useChat.getState();
  act(() => useChat.setState({ openDialogId: 'dlg_maria' }));
  expect(screen.queryByLabelText('Изменённый текст')).toBeNull();
  act(() => useChat.setState({ openDialogId }));
  expect(editor().value).toBe(text);
});

it('gives a refused text back with the reason', async () => {
  const { key, dialogId } = latestOwn();
  const refused = { type: 'editRefused', dialogId, key, text: 'не приняли', code: 'forbidden' } as const;
  act(() => takeEvents([refused]));
  expect(editor().value).toBe('не приняли');
  expect(within(screen.getByTestId('composer')).getByRole('alert').textContent).not.toBe('');
  await userEvent.type(editor(), '!');
  expect(within(screen.getByTestId('composer')).queryByRole('alert')).toBeNull();
});

it('asks before a sent message is removed for everybody, also when its text was emptied', async () => {
  const message = useChat.getState().window?.messages.findLast(({ own, state }) => own && state === 'sent');
  const key = message?.key ?? '';
  act(() => openMessageMenu({ key, x: 1, y: 1 }));
  await userEvent.click(screen.getByRole('menuitem', { name: 'Удалить' }));
  expect(called('removeMessage')).toEqual([]);
  await userEvent.click(within(screen.getByRole('alertdialog')).getByRole('button', { name: 'Отмена' }));
  act(() => openMessageMenu({ key, x: 1, y: 1 }));
  await userEvent.click(screen.getByRole('menuitem', { name: 'Изменить' }));
  await userEvent.clear(editor());
  await userEvent.keyboard('{Enter}');
  await userEvent.click(within(screen.getByRole('alertdialog')).getByRole('button', { name: 'Удалить' }));
  expect(called('removeMessage')).toEqual([{ key }]);
});

it('offers neither where the server cannot, but changes what has not left', () => {
  serverCan();
  const messages = useChat.getState().window?.messages ?? [];
  const verbs = (key: string) => {
    act(() => openMessageMenu({ key, x: 1, y: 1 }));
    return ['Изменить', 'Удалить'].filter((name) => screen.queryByRole('menuitem', { name }) !== null);
  };
  expect(verbs(messages.findLast(({ own, state }) => own && state === 'sent')?.key ?? '')).toEqual([]);
  expect(verbs(messages.findLast(({ own, state }) => own && state === 'queued')?.key ?? '')).toEqual([
    'Изменить',
    'Удалить',
  ]);
});
