import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import type { MockBridge } from '../../testing/mockBridge.ts';
import { openChat } from '../../testing/openChat.tsx';
import { forgetPicked } from './picked.ts';

const limits = { bytes: 1_000_000, perMessage: 3 };

async function openChatWith(files: typeof limits | null = limits): Promise<MockBridge> {
  const bridge = await openChat();
  onTestFinished(forgetPicked);
  const { files: _, ...connection } = bridge.snapshot.connection;
  const features = connection.features.filter((feature) => feature !== 'files');
  bridge.emit({
    type: 'connection',
    connection: files
      ? { ...connection, files, features: [...features, 'files'] }
      : { ...connection, features },
  });
  return bridge;
}

const fileOf = (name: string, size: number, type = 'application/pdf') =>
  new File([new Uint8Array(size)], name, { type });

function transferOf(files: File[], text = '') {
  return {
    types: ['Files'],
    files,
    items: files.map((file) => ({
      kind: 'file',
      getAsFile: () => file,
      webkitGetAsEntry: () => ({ isDirectory: false }),
    })),
    getData: () => text,
  };
}

const drop = (files: File[]) => fireEvent.drop(document.body, { dataTransfer: transferOf(files) });
const paste = (files: File[], text?: string) =>
  fireEvent.paste(screen.getByRole('textbox', { name: 'Сообщение' }), {
    clipboardData: transferOf(files, text),
  });
const callsOf = (bridge: MockBridge, name: string) =>
  bridge.calls.filter((call) => call.name === name).map(({ input }) => input);

let user = userEvent.setup();
beforeEach(() => {
  user = userEvent.setup();
});

it('sends what was dropped with what is said about it, piece by piece, by Enter', async () => {
  const bridge = await openChatWith();
  drop([fileOf('Договор.pdf', 600_000), fileOf('Смета.xlsx', 10)]);
  const dialog = await screen.findByRole('dialog', { name: 'Отправить 2 файла' });
  expect(within(dialog).getByText('586 кБ')).toBeTruthy();
  await user.type(within(dialog).getByRole('textbox', { name: 'Подпись' }), 'На подпись{Enter}');
  await waitFor(() => expect(callsOf(bridge, 'sendMessage')).toHaveLength(1));
  const dialogId = 'dlg_andrey';
  expect(callsOf(bridge, 'sendMessage')).toEqual([
    { dialogId, text: 'На подпись', fileIds: ['local_1', 'local_2'] },
  ]);
  const pieces = callsOf(bridge, 'attachPiece') as { fileId: string; offset: number; data: Uint8Array }[];
  expect(pieces.map(({ fileId, offset, data }) => [fileId, offset, data.byteLength])).toEqual([
    ['local_1', 0, 262_144],
    ['local_1', 262_144, 262_144],
    ['local_1', 524_288, 75_712],
    ['local_2', 0, 10],
  ]);
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(await screen.findByRole('button', { name: /^Сохранить Договор\.pdf/ })).toBeTruthy();
});

it('says what is written in the field with the files, and leaves it there when they are not sent', async () => {
  const bridge = await openChatWith();
  await user.type(screen.getByRole('textbox', { name: 'Сообщение' }), 'Вот');
  paste([fileOf('Снимок.png', 10, 'image/png')]);
  const caption = await screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Подпись' });
  expect(caption.value).toBe('Вот');
  await user.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Сообщение' }).value).toBe('Вот');
  expect(callsOf(bridge, 'sendMessage')).toEqual([]);
});

it('takes single files out again, and closes with the last one', async () => {
  const bridge = await openChatWith();
  drop([fileOf('А.pdf', 5), fileOf('Б.pdf', 5)]);
  await user.click(await screen.findByRole('button', { name: 'Убрать А.pdf' }));
  expect(screen.getByRole('dialog', { name: 'Отправить 1 файл' })).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Убрать Б.pdf' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(callsOf(bridge, 'attachFile')).toEqual([]);
});

it('says before sending what is too large, and sends the rest (S20.7)', async () => {
  const bridge = await openChatWith();
  drop([fileOf('Фильм.mkv', 1_000_001), fileOf('А.pdf', 5)]);
  expect(await screen.findByText(/не отправится: сервер принимает файлы до/)).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Отправить файлы' }));
  await waitFor(() => expect(callsOf(bridge, 'sendMessage')).toMatchObject([{ fileIds: ['local_1'] }]));
  expect(callsOf(bridge, 'attachFile')).toMatchObject([{ name: 'А.pdf' }]);
});

it('sends nothing where there are too many (S20.7)', async () => {
  const bridge = await openChatWith();
  drop(['А', 'Б', 'В', 'Г'].map((name) => fileOf(name, 5)));
  expect(await screen.findByText(/Слишком много файлов/)).toBeTruthy();
  await user.type(screen.getByRole('textbox', { name: 'Подпись' }), '{Enter}');
  expect(callsOf(bridge, 'attachFile')).toEqual([]);
});

it('explains on a server that takes no files, and loses nothing (S20.7)', async () => {
  const bridge = await openChatWith(null);
  expect(screen.queryByRole('button', { name: 'Прикрепить файлы' })).toBeNull();
  await user.type(screen.getByRole('textbox', { name: 'Сообщение' }), 'Текст');
  paste([fileOf('А.pdf', 5)]);
  expect(await screen.findByText('Этот сервер не принимает файлы.')).toBeTruthy();
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Сообщение' }).value).toBe('Текст');
  expect(callsOf(bridge, 'attachFile')).toEqual([]);
});

it('keeps text and files where sending fails, and leaves no copies behind (S20.7)', async () => {
  const bridge = await openChatWith();
  bridge.failures.set('sendMessage', 'filesNotSupported');
  drop([fileOf('А.pdf', 5)]);
  await user.type(await screen.findByRole('textbox', { name: 'Подпись' }), 'Текст{Enter}');
  expect(await screen.findByText('Этот сервер не принимает файлы.')).toBeTruthy();
  expect(screen.getByRole('dialog', { name: 'Отправить 1 файл' })).toBeTruthy();
  expect(callsOf(bridge, 'detachFile')).toEqual([{ fileId: 'local_1' }]);
});

it('pastes the text of an office program, not the picture of it', async () => {
  await openChatWith();
  paste([fileOf('image.png', 5, 'image/png')], 'Таблица');
  expect(screen.queryByRole('dialog')).toBeNull();
});

it('picks by the button', async () => {
  await openChatWith();
  expect(screen.getByRole('button', { name: 'Прикрепить файлы' })).toBeTruthy();
  const input = document.querySelector<HTMLInputElement>('input[type="file"]');
  await user.upload(input as HTMLInputElement, [fileOf('А.pdf', 5)]);
  expect(await screen.findByRole('dialog', { name: 'Отправить 1 файл' })).toBeTruthy();
});

it('shows where to drop while files are over the window', async () => {
  await openChatWith();
  fireEvent.dragEnter(document.body, { dataTransfer: transferOf([]) });
  expect(await screen.findByTestId('drop-overlay')).toBeTruthy();
  fireEvent.dragLeave(document.body, { dataTransfer: transferOf([]), relatedTarget: null });
  await waitFor(() => expect(screen.queryByTestId('drop-overlay')).toBeNull());
});
