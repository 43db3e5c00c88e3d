import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import { kindOf } from '../../shared/messageKind.ts';
import { useChat } from '../state/store.ts';
import type { MockBridge } from '../testing/mockBridge.ts';
import { openChat } from '../testing/openChat.tsx';
import { openMessageMenu } from '../timeline/messageMenu.ts';

let bridge: MockBridge;

beforeEach(async () => {
  bridge = await openChat();
});

const called = (name: string) => bridge.calls.filter((call) => call.name === name).map(({ input }) => input);
const dialog = () => screen.getByRole('dialog', { name: 'Переслать' });
const submit = () => within(dialog()).getByRole<HTMLButtonElement>('button', { name: 'Переслать' });

async function ask(): Promise<string> {
  const message = useChat
    .getState()
    .window?.messages.findLast((one) => !one.own && one.state === 'sent' && kindOf(one) === 'text');
  act(() => openMessageMenu({ key: message?.key ?? '', x: 1, y: 1 }));
  await userEvent.click(screen.getByRole('menuitem', { name: 'Переслать…' }));
  return message?.key ?? '';
}

async function pick(name: RegExp) {
  await userEvent.click(within(dialog()).getByRole('option', { name }));
}

it('forwards to the chats that were chosen, with the comment (S18.5)', async () => {
  const key = await ask();
  expect(submit().disabled).toBe(true);
  await pick(/Мария/);
  await pick(/Андрей/);
  await userEvent.type(within(dialog()).getByLabelText('Комментарий'), 'Смотри{Enter}');
  expect(called('forwardMessage')).toEqual([
    { key, dialogIds: ['dlg_maria', 'dlg_andrey'], comment: 'Смотри' },
  ]);
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(useChat.getState().openDialogId).toBe('dlg_andrey');
});

it('opens the one chat it went to, where the row names who said it', async () => {
  await ask();
  await pick(/Мария/);
  await userEvent.click(submit());
  await waitFor(() => expect(useChat.getState().openDialogId).toBe('dlg_maria'));
  expect((await screen.findByTestId('forwarded')).textContent).toBe('Переслано от Андрей Волков');
  expect(screen.getByRole('article', { name: /Переслано от Андрей Волков/ })).toBeTruthy();
});

it('keeps who was chosen while another one is looked for', async () => {
  await ask();
  await userEvent.type(within(dialog()).getByRole('searchbox'), 'конст');
  await pick(/Мария/);
  const option = within(dialog()).getByRole('option', { name: /Мария/ });
  expect(option.getAttribute('aria-selected')).toBe('true');
  await userEvent.type(within(dialog()).getByRole('searchbox'), 'андр');
  expect(within(dialog()).getByRole('option', { name: /Мария/ }).getAttribute('aria-selected')).toBe('true');
});

it('says why it could not be forwarded, and keeps what was chosen and written', async () => {
  bridge.failures.set('forwardMessage', 'storageFailed');
  await ask();
  await pick(/Мария/);
  await userEvent.type(within(dialog()).getByLabelText('Комментарий'), 'Смотри');
  await userEvent.click(submit());
  expect((await within(dialog()).findByRole('alert')).textContent).not.toBe('');
  expect(within(dialog()).getByLabelText<HTMLInputElement>('Комментарий').value).toBe('Смотри');
  await userEvent.keyboard('{Escape}');
  expect(screen.queryByRole('dialog')).toBeNull();
});
