import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { User } from '../../shared/domain.ts';
import { LanguageProvider } from '../i18n/language.tsx';
import { takeEvents } from '../state/actions.ts';
import { applySnapshot } from '../state/applyEvents.ts';
import { useChat } from '../state/store.ts';
import { createMockBridge, type MockBridge } from '../testing/mockBridge.ts';
import { Composer } from './Composer.tsx';
import { forgetChosen } from './chosenMentions.ts';

const dialogId = 'dlg_group';
let bridge: MockBridge;
/** The edits that the field's undo would know of; happy-dom has no editor of its own. */
const undoable: string[] = [];

function execCommand(_command: string, _ui?: boolean, text = ''): boolean {
  const field = document.activeElement;
  if (!(field instanceof HTMLTextAreaElement)) return false;
  undoable.push(text);
  const { selectionStart: start, selectionEnd: end, value } = field;
  const setter = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')?.set;
  setter?.call(field, value.slice(0, start) + text + value.slice(end));
  field.setSelectionRange(start + text.length, start + text.length);
  fireEvent.input(field);
  return true;
}

beforeEach(() => {
  undoable.length = 0;
  forgetChosen();
  vi.spyOn(HTMLElement.prototype, 'scrollIntoView').mockImplementation(() => {});
  Object.assign(document, { execCommand });
  bridge = createMockBridge();
  Object.assign(window, { chat3: bridge });
  useChat.setState(applySnapshot(bridge.snapshot));
  bridge.onEvents((events) => act(() => takeEvents(events)));
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

function show(draft = '') {
  render(
    <LanguageProvider>
      <Composer dialogId={dialogId} draft={draft} />
    </LanguageProvider>,
  );
  return screen.getByLabelText<HTMLTextAreaElement>('Сообщение');
}

const list = () => screen.findByRole('listbox', { name: 'Кого упомянуть' });
const noList = () => expect(screen.queryByRole('listbox')).toBeNull();
const sent = () => bridge.calls.filter(({ name }) => name === 'sendMessage').map(({ input }) => input);
/** The one that the field says is active. */
const active = (field: HTMLTextAreaElement) =>
  document.getElementById(field.getAttribute('aria-activedescendant') ?? '')?.textContent;

it('offers the other members behind an @, and Enter takes one instead of sending (S19.1)', async () => {
  const field = show();
  await userEvent.type(field, 'Спросим @анд');
  const options = within(await list()).getAllByRole('option');
  expect(options.map(({ textContent }) => textContent)).toEqual([expect.stringContaining('Андрей Волков')]);
  expect(active(field)).toContain('Андрей Волков');
  await userEvent.keyboard('{Enter}');
  expect(field.value).toBe('Спросим @Андрей Волков ');
  expect([sent(), undoable]).toEqual([[], ['@Андрей Волков ']]);
  noList();
  expect(document.activeElement).toBe(field);
  await userEvent.keyboard('{Enter}');
  expect(sent()).toEqual([{ dialogId, text: 'Спросим @Андрей Волков', mentioned: ['usr_andrey00'] }]);
});

it('goes through them by the arrows, round the ends, and Tab takes the marked one (S19.1)', async () => {
  const field = show();
  await userEvent.type(field, '@');
  const names = within(await list())
    .getAllByRole('option')
    .map(({ textContent }) => textContent);
  expect(names).toHaveLength(4);
  expect(names.join()).not.toContain('Александр');
  const seen = [active(field)];
  for (const key of ['{ArrowDown}', '{ArrowUp}', '{ArrowUp}']) {
    await userEvent.keyboard(key);
    seen.push(active(field));
  }
  expect(seen).toEqual([names[0], names[1], names[0], names.at(-1)]);
  expect(within(await list()).getAllByRole('option', { selected: true })).toHaveLength(1);
  await userEvent.keyboard('{Tab}');
  const taken = field.value.trim().slice(1);
  expect(taken).not.toBe('');
  expect(names.at(-1)).toContain(taken);
});

it('Escape closes the list and nothing else, until another name is begun (S19.1)', async () => {
  const outside = vi.fn();
  window.addEventListener('keydown', (event) => outside(event.key, event.defaultPrevented), { once: false });
  const field = show();
  await userEvent.type(field, 'и @анд');
  await list();
  outside.mockClear();
  await userEvent.keyboard('{Escape}');
  noList();
  expect(field.value).toBe('и @анд');
  expect(outside.mock.calls.every(([, prevented]) => prevented)).toBe(true);
  await userEvent.keyboard('р');
  noList();
  await userEvent.keyboard(' @мар');
  await list();
});

it('takes one by the mouse, and the field keeps the focus (S19.1)', async () => {
  const field = show();
  await userEvent.type(field, '@мар');
  await userEvent.click(within(await list()).getByRole('option'));
  expect(field.value).toBe('@Мария Константинопольская-Преображенская ');
  expect(document.activeElement).toBe(field);
});

it('leaves Enter to an input method, and to sending where nobody is meant (S19.1)', async () => {
  const field = show();
  await userEvent.type(field, '@анд');
  await list();
  fireEvent.keyDown(field, { key: 'Enter', isComposing: true });
  fireEvent.keyDown(field, { key: 'Enter', keyCode: 229 });
  expect([field.value, sent()]).toEqual(['@анд', []]);
  await userEvent.keyboard('ж');
  await waitFor(noList);
  await userEvent.keyboard('{Enter}');
  expect(sent()).toEqual([{ dialogId, text: '@андж' }]);
});

it('is no list for an address, nor once the field is left (S19.1)', async () => {
  const field = show();
  await userEvent.type(field, 'ivan@анд');
  noList();
  await userEvent.clear(field);
  await userEvent.type(field, '@анд');
  await list();
  act(() => field.blur());
  noList();
});

it('tells namesakes apart by phone, and sends which of them was chosen, also after another chat was open (S19.1)', async () => {
  const namesake: User = { userId: 'usr_ivan0000', name: 'Андрей Волков', phone: '79031112233' };
  act(() => useChat.setState(({ users }) => ({ users: new Map(users).set(namesake.userId, namesake) })));
  const field = show();
  await userEvent.type(field, '@андрей');
  const options = within(await list()).getAllByRole('option');
  expect(options.map(({ textContent }) => textContent)).toEqual([
    expect.stringContaining('+7 977 777-77-77'),
    expect.stringContaining('+7 903 111-22-33'),
  ]);
  await userEvent.keyboard('{ArrowDown}{Enter}');
  const draft = field.value;
  cleanup();
  const again = show(draft);
  again.focus();
  await userEvent.keyboard('{Enter}');
  expect(sent()).toEqual([{ dialogId, text: '@Андрей Волков', mentioned: ['usr_ivan0000'] }]);
});

it('forgets who was chosen when the text names nobody any more (S19.1)', async () => {
  const field = show();
  await userEvent.type(field, '@анд');
  await list();
  await userEvent.keyboard('{Enter}');
  await userEvent.clear(field);
  await userEvent.type(field, 'Привет{Enter}');
  expect(sent()).toEqual([{ dialogId, text: 'Привет' }]);
});

it('offers everybody to the owner, where the server knows of it (S19.1, P7.36)', async () => {
  const field = show();
  await userEvent.type(field, '@вс');
  noList();
  act(() =>
    useChat.setState(({ connection }) => ({ connection: { ...connection, features: ['mentions'] } })),
  );
  await userEvent.click(within(await list()).getByRole('option', { name: /все участники/ }));
  expect(field.value).toBe('@все ');
});
