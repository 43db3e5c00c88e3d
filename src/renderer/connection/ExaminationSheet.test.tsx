import { act, cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ExaminationView, Finding } from '../../shared/examination.ts';
import { LanguageProvider } from '../i18n/language.tsx';
import { applyEvents, applySnapshot } from '../state/applyEvents.ts';
import { useChat } from '../state/store.ts';
import { createMockBridge, type MockBridge } from '../testing/mockBridge.ts';
import { makeExamination } from '../testing/mockSettings.ts';
import { ExaminationSheet } from './ExaminationSheet.tsx';

let bridge: MockBridge;
let closed = 0;

beforeEach(() => {
  bridge = createMockBridge(0);
  closed = 0;
  Object.assign(window, { chat3: bridge });
  bridge.onEvents((events) => useChat.setState((state) => applyEvents(state, events, 0)));
  useChat.setState(applySnapshot(bridge.snapshot));
});
afterEach(cleanup);

function open(address?: string) {
  const sheet = (
    <ExaminationSheet {...(address === undefined ? {} : { address })} onClose={() => (closed += 1)} />
  );
  render(<LanguageProvider>{sheet}</LanguageProvider>);
}

const whole = makeExamination(0);

async function show(change: Partial<ExaminationView>) {
  await act(async () => bridge.emit({ type: 'examination', examination: { ...whole, ...change } }));
}

const asked = () => bridge.calls.map(({ name }) => name);
const stateOf = (step: string) => document.querySelector(`[data-step=${step}]`)?.getAttribute('data-state');

it('begins by itself, and shows each step with its time as it comes (S24.4)', async () => {
  open();
  await screen.findByText('12 мс');
  expect(bridge.calls).toContainEqual({ name: 'examineServer', input: {} });
  await show({ findings: whole.findings.slice(0, 2), done: false });
  expect(['name', 'proxy', 'tls', 'health'].map(stateOf)).toEqual(['held', 'held', 'now', 'waiting']);
  expect(screen.getByRole('status').textContent).toBe('Проверяем…');
  expect(screen.queryByRole('table')).toBeNull();
  await show({});
  expect(screen.getByRole('status').textContent).toBe('Связь в порядке.');
});

it('tells what this server can do, and what not (S24.5)', async () => {
  open();
  const table = within(await screen.findByRole('table', { name: 'Что умеет этот сервер' }));
  expect(within(table.getByRole('row', { name: /^кто в сети/ })).getByRole('cell').textContent).toBe('да');
  expect(within(table.getByRole('row', { name: /^файлы/ })).getByRole('cell').textContent).toBe('нет');
});

it.each<[Finding, RegExp]>([
  [{ step: 'name', ms: 3, ok: false, code: 'hostNotFound' }, /Проверьте адрес/],
  [{ step: 'proxy', ms: 3, ok: false, code: 'proxyLogin' }, /требует имя и пароль/],
  [{ step: 'tls', ms: 3, ok: false, code: 'connectionRefused' }, /Проверьте адрес и порт/],
  [{ step: 'connection', ms: 3, ok: false, code: 'connectionLost' }, /Запросы проходят.*администратору/],
  [{ step: 'echo', ms: 3, ok: false, code: 'timeout' }, /не отвечает.*администратору/],
])('what does not hold says what to do: %j', async (failed, sentence) => {
  open();
  const index = whole.steps.indexOf(failed.step);
  await show({ findings: [...whole.findings.slice(0, index), failed], done: true });
  const row = document.querySelector(`[data-step=${failed.step}]`);
  expect(stateOf(failed.step)).toBe('failed');
  expect(row?.textContent).toMatch(sentence);
  expect(row?.textContent).not.toContain(failed.ok ? '' : failed.code);
  expect(screen.getByRole('status').textContent).toMatch(/^Что делать/);
});

it('is asked again, and ends with the sheet (S24.4)', async () => {
  open('https://other.example');
  const again = await screen.findByRole('button', { name: 'Проверить ещё раз' });
  await userEvent.click(again);
  const started = bridge.calls.filter(({ name }) => name === 'examineServer');
  expect(started).toEqual(
    Array(2).fill({ name: 'examineServer', input: { address: 'https://other.example' } }),
  );
  await userEvent.keyboard('{Escape}');
  expect(closed).toBe(1);
  cleanup();
  expect(asked().at(-1)).toBe('endExamination');
  expect(useChat.getState().examination).toBeNull();
});

it('says why nothing can be checked', async () => {
  bridge.failures.set('examineServer', 'addressInvalid');
  open('?');
  expect((await screen.findByRole('alert')).textContent).toMatch(/не похоже на адрес/);
});

it.each([
  ['ru', /[a-z]{3,}/],
  ['en', /[а-яё]/i],
] as const)('speaks the language chosen: %s', async (language, foreign) => {
  useChat.setState(({ settings }) => ({ settings: { ...settings, language } }));
  open();
  await screen.findByRole('table');
  const words = [...document.querySelectorAll('li p, th, td, caption, button, [role=status]')].map(
    (element) => element.textContent?.replace(/Example CA/, '') ?? '',
  );
  expect(words.filter((text) => foreign.test(text))).toEqual([]);
});
