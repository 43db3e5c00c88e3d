import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import type { Attachment } from '../../../shared/attachments.ts';
import type { MessageView } from '../../../shared/views.ts';
import type { MockBridge } from '../../testing/mockBridge.ts';
import { openChat } from '../../testing/openChat.tsx';
import { makeMessage, ownId } from '../../testing/sampleData.ts';

const dialogId = 'dlg_andrey';

const photo = (fileId: string, changes: Partial<Attachment> = {}): Attachment => ({
  fileId,
  name: `${fileId}.jpg`,
  bytes: 2_000,
  mimeType: 'image/jpeg',
  kind: 'image',
  width: 1_600,
  height: 1_200,
  preview: true,
  ...changes,
});

const paper: Attachment = {
  fileId: 'file_paper',
  name: 'Договор.pdf',
  bytes: 1_572_864,
  mimeType: 'application/pdf',
  kind: 'file',
};

function show(
  bridge: MockBridge,
  attachments: Attachment[],
  changes: Partial<MessageView> = {},
): MessageView {
  const message = makeMessage(dialogId, 'usr_andrey00', '', Date.now(), {
    attachments,
    type: 'file',
    ...changes,
  });
  bridge.emit({ type: 'messages', dialogId, upserted: [message], removed: [] });
  return message;
}

const callsOf = (bridge: MockBridge, name: string) =>
  bridge.calls.filter((call) => call.name === name).map(({ input }) => input);

it('keeps the room of a picture before it has come (S20.10)', async () => {
  const bridge = await openChat();
  show(bridge, [photo('file_1')]);
  const picture = await screen.findByTestId('picture');
  expect(picture.style.width).toBe('320px');
  expect(picture.style.aspectRatio).toBe('320 / 240');
  expect(picture.querySelector('img')?.getAttribute('src')).toBe('chat3-file://preview/file_1');
});

it('asks again for a picture that did not come', async () => {
  const bridge = await openChat();
  show(bridge, [photo('file_1')]);
  fireEvent.error(await screen.findByAltText('file_1.jpg'));
  await userEvent.click(await screen.findByRole('button', { name: 'Загрузить ещё раз: file_1.jpg' }));
  expect(await screen.findByAltText('file_1.jpg')).toBeTruthy();
});

it('saves a file that is pressed, and opens nothing (S20.9)', async () => {
  const bridge = await openChat();
  show(bridge, [paper]);
  await userEvent.click(await screen.findByRole('button', { name: 'Сохранить Договор.pdf, 1,5 МБ' }));
  await waitFor(() =>
    expect(callsOf(bridge, 'saveFile')).toEqual([{ fileId: 'file_paper', name: 'Договор.pdf' }]),
  );
  expect(callsOf(bridge, 'openLink')).toEqual([]);
});

it('shows how far a file is, and takes the message back', async () => {
  const bridge = await openChat();
  const local = { ...paper, fileId: 'local_1' };
  const message = show(bridge, [local], { state: 'queued', id: null, own: true, senderId: ownId });
  bridge.emit({ type: 'transfers', transfers: { local_1: { done: 393_216, total: 1_572_864 } } });
  const row = await screen.findByTestId('file');
  expect(within(row).getByRole('progressbar', { name: 'Отправка файла' }).getAttribute('aria-valuenow')).toBe(
    '25',
  );
  expect(within(row).getByText('1,5 МБ, 25 %')).toBeTruthy();
  await userEvent.click(within(row).getByRole('button', { name: 'Отменить отправку' }));
  await waitFor(() => expect(callsOf(bridge, 'removeMessage')).toEqual([{ key: message.key }]));
});

it('says to a screen reader what a message holds, and to the list of chats', async () => {
  const bridge = await openChat();
  show(bridge, [paper], { content: 'На *подпись*' });
  expect(await screen.findByRole('article', { name: /Файл: Договор\.pdf\. На подпись/ })).toBeTruthy();
  const dialog = bridge.snapshot.dialogs.find((candidate) => candidate.dialogId === 'dlg_maria');
  if (!dialog?.lastMessage) throw new Error('No dialog');
  const { service: _, removed: _removed, ...lastMessage } = dialog.lastMessage;
  const files = { attachments: [photo('a'), photo('b')], type: 'image', senderId: ownId, content: 'Дача' };
  bridge.emit({
    type: 'dialogs',
    upserted: [{ ...dialog, draft: '', lastMessage: { ...lastMessage, ...files } }],
    removed: [],
  });
  await waitFor(() =>
    expect(screen.getByText('Фото: 2').parentElement?.textContent).toContain('Фото: 2 · Дача'),
  );
});

it('offers in the menu, also by keys, what can be done with the file', async () => {
  const bridge = await openChat();
  const message = show(bridge, [photo('file_1')]);
  const article = await waitFor(() => {
    const found = document.querySelector<HTMLElement>(`[data-message-key="${message.key}"]`);
    if (!found) throw new Error('Not drawn');
    return found;
  });
  article.focus();
  fireEvent.keyDown(article, { key: 'ContextMenu' });
  const names = ['Копировать изображение', 'Сохранить как…', 'Показать в папке'];
  for (const name of names) expect(await screen.findByRole('menuitem', { name })).toBeTruthy();
  await userEvent.click(screen.getByRole('menuitem', { name: 'Показать в папке' }));
  await waitFor(() =>
    expect(callsOf(bridge, 'showFile')).toEqual([{ fileId: 'file_1', name: 'file_1.jpg' }]),
  );
});

it('shows pictures as large as the window: arrows, plus, minus, nought, Escape', async () => {
  const bridge = await openChat();
  show(bridge, [photo('file_1'), photo('file_2')]);
  await userEvent.click(await screen.findByRole('button', { name: 'Открыть фото file_1.jpg' }));
  const dialog = await screen.findByRole('dialog', { name: 'Фото file_1.jpg' });
  const scale = () => document.querySelector('[data-scale]')?.getAttribute('data-scale');
  expect(within(dialog).getByText('1 из 2')).toBeTruthy();
  await userEvent.keyboard('++');
  expect(scale()).toBe('2');
  await userEvent.keyboard('-');
  expect(scale()).toBe('1.5');
  await userEvent.keyboard('0');
  expect(scale()).toBe('1');
  await userEvent.keyboard('{ArrowRight}');
  expect(await screen.findByRole('dialog', { name: 'Фото file_2.jpg' })).toBeTruthy();
  await userEvent.keyboard('{ArrowLeft}');
  expect(await screen.findByRole('dialog', { name: 'Фото file_1.jpg' })).toBeTruthy();
  await userEvent.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
});

it('plays sounds, and shows as a file what cannot be played', async () => {
  const bridge = await openChat();
  show(bridge, [{ ...paper, fileId: 'file_song', name: 'Песня.mp3', mimeType: 'audio/mpeg', kind: 'audio' }]);
  const player = await waitFor(() => {
    const found = document.querySelector('audio');
    if (!found) throw new Error('No player');
    return found;
  });
  expect(player.getAttribute('src')).toBe('chat3-file://content/file_song');
  fireEvent.error(player);
  await waitFor(() => expect(document.querySelector('audio')).toBeNull());
  expect(screen.getByRole('button', { name: /^Сохранить Песня\.mp3/ })).toBeTruthy();
});
