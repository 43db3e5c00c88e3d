import { act, cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LanguageProvider } from '../i18n/language.tsx';
import { emptyState, useChat } from '../state/store.ts';
import { EmojiPicker } from './EmojiPicker.tsx';
import { recentEmoji, rememberEmoji } from './recentEmoji.ts';

class NoResizeObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
}

/** The first tests compile a megabyte of data. */
const patient = { timeout: 10_000 };

const fetched = vi.fn();

beforeEach(() => {
  localStorage.clear();
  useChat.setState(emptyState);
  // happy-dom lays nothing out: without sizes the virtual list would have no rows.
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockImplementation(function (this: HTMLElement) {
    return this.hasAttribute('frimousse-viewport') ? 300 : 36;
  });
  vi.stubGlobal('ResizeObserver', NoResizeObserver);
  vi.stubGlobal('fetch', fetched);
  fetched.mockClear();
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

function show() {
  const picked: [string, boolean][] = [];
  render(
    <LanguageProvider>
      <EmojiPicker onPick={(emoji, more) => picked.push([emoji, more])} />
    </LanguageProvider>,
  );
  return picked;
}

it('lists the emoji of the app itself, in Russian, with the focus in the search', async () => {
  show();
  expect(screen.getByText('Загрузка…')).toBeTruthy();
  expect(await screen.findByRole('gridcell', { name: 'широко улыбается' }, patient)).toBeTruthy();
  expect(screen.getByText('Смайлики и эмоции')).toBeTruthy();
  expect(screen.queryByText('Загрузка…')).toBeNull();
  expect(document.activeElement).toBe(screen.getByRole('searchbox'));
  expect(fetched).not.toHaveBeenCalled();
  expect(Object.keys(localStorage)).toEqual([]);
  expect(Object.keys(sessionStorage)).toEqual([]);
});

it('speaks English where the page does', async () => {
  act(() => useChat.setState({ settings: { ...emptyState.settings, language: 'en' } }));
  show();
  expect(await screen.findByRole('gridcell', { name: 'grinning face' }, patient)).toBeTruthy();
});

it('finds by words, and says when there is nothing', async () => {
  show();
  await screen.findByRole('gridcell', { name: 'широко улыбается' }, patient);
  await userEvent.keyboard('лайк');
  expect(await screen.findByRole('gridcell', { name: 'большой палец вверх' })).toBeTruthy();
  await userEvent.keyboard('ъъъ');
  expect(await screen.findByText('Ничего не нашли')).toBeTruthy();
  expect(screen.queryAllByRole('gridcell')).toEqual([]);
});

it('is worked by keys alone, and remembers', async () => {
  const picked = show();
  await screen.findByRole('gridcell', { name: 'широко улыбается' }, patient);
  await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowRight}{Enter}');
  await userEvent.keyboard('{Shift>}{Enter}{/Shift}');
  const [first, second] = picked;
  expect(first?.[0]).toBe(screen.getAllByRole('gridcell')[9]?.textContent);
  expect([first?.[1], second?.[1]]).toEqual([false, true]);
  expect(recentEmoji()).toEqual([first?.[0]]);
});

it('picks by a click, more than one with Shift', async () => {
  const picked = show();
  const cell = await screen.findByRole('gridcell', { name: 'широко улыбается' }, patient);
  const user = userEvent.setup();
  await user.click(cell);
  await user.keyboard('{Shift>}');
  await user.click(cell);
  expect(picked).toEqual([
    ['😀', false],
    ['😀', true],
  ]);
});

it('offers what was picked lately, latest first, until something is searched for', async () => {
  for (const emoji of ['😎', '🎉', '😎', '🙏']) rememberEmoji(emoji);
  const picked = show();
  const recent = screen.getByRole('listbox', { name: 'Недавние' });
  expect([...recent.querySelectorAll('[role="option"]')].map((cell) => cell.textContent)).toEqual([
    '🙏',
    '😎',
    '🎉',
  ]);
  await userEvent.tab();
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Цвет кожи' }));
  await userEvent.tab();
  await userEvent.keyboard('{ArrowRight}{Enter}');
  expect(picked).toEqual([['😎', false]]);
  await userEvent.type(screen.getByRole('searchbox'), 'к');
  expect(screen.queryByRole('listbox')).toBeNull();
});

it('keeps sixteen of them, and survives what else stands in the storage', () => {
  localStorage.setItem('chat3.recentEmoji', '{"not":"a list"}');
  expect(recentEmoji()).toEqual([]);
  for (let number = 0; number < 20; number += 1) rememberEmoji(String(number));
  expect(recentEmoji()).toHaveLength(16);
  expect(recentEmoji()[0]).toBe('19');
});

it('shows hands in the tone that was chosen last', async () => {
  localStorage.setItem('chat3.skinTone', 'medium-dark');
  const picked = show();
  await screen.findByRole('gridcell', { name: 'широко улыбается' }, patient);
  await userEvent.click(screen.getByRole('button', { name: 'Цвет кожи' }));
  expect(localStorage.getItem('chat3.skinTone')).toBe('dark');
  await userEvent.type(screen.getByRole('searchbox'), 'лайк');
  await userEvent.click(await screen.findByRole('gridcell', { name: 'большой палец вверх' }));
  expect(picked).toEqual([['👍🏿', false]]);
});
