import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { LanguageProvider } from '../i18n/language.tsx';
import { applySnapshot } from '../state/applyEvents.ts';
import { useChat } from '../state/store.ts';
import { createMockBridge, type MockBridge } from '../testing/mockBridge.ts';
import { ProfileTab } from './ProfileTab.tsx';

let bridge: MockBridge;

beforeEach(() => {
  bridge = createMockBridge();
  Object.assign(window, { chat3: bridge });
  useChat.setState(applySnapshot(bridge.snapshot));
});
afterEach(cleanup);

function show(...features: 'phone'[]) {
  useChat.setState((state) => ({ connection: { ...state.connection, features } }));
  render(
    <LanguageProvider>
      <ProfileTab />
    </LanguageProvider>,
  );
}

const changing = () => screen.queryByRole('button', { name: 'Сменить номер' });
const field = (label: string | RegExp) => screen.getByLabelText<HTMLInputElement>(label);
const called = () =>
  bridge.calls.filter(({ name }) => name === 'requestPhoneCodes' || name === 'changePhone');
/** What stands under the field, and is read out with it. */
const errorOf = (input: HTMLInputElement) =>
  (input.getAttribute('aria-describedby') ?? '')
    .split(' ')
    .map((id) => document.getElementById(id)?.textContent ?? '')
    .join('');

async function open() {
  show('phone');
  await userEvent.click(changing() ?? document.body);
  // Its field has the focus already, which this DOM does not find within the dialog, so that the dialog takes it.
  await userEvent.click(field('Новый номер'));
}

async function openCodes() {
  await open();
  await userEvent.keyboard('8 912 345 67 89{Enter}');
  return { old: field(/^Код из СМС на \+7 911/), next: field(/^Код из СМС на \+7 912/) };
}

it('is there only where the server announces it (P7.26)', () => {
  show();
  expect(changing()).toBeNull();
  cleanup();
  show('phone');
  expect(changing()).not.toBeNull();
});

it('takes the number, then a code to either, by keyboard alone', async () => {
  const { old, next } = await openCodes();
  expect(document.activeElement).toBe(old);
  await userEvent.keyboard('12 34{Tab}56-78{Enter}');
  expect([old.value, next.value]).toEqual(['1234', '5678']);
  expect(called().map(({ input }) => input)).toEqual([
    { phone: '+7 912 345-67-89' },
    { phone: '79123456789', oldCode: '1234', newCode: '5678' },
  ]);
  expect(screen.queryByRole('dialog')).toBeNull();
});

it('says in the field what is wrong with the number, and asks nobody', async () => {
  await open();
  await userEvent.keyboard('{Enter}');
  const number = field('Новый номер');
  expect(errorOf(number)).toBe('Введите номер телефона.');
  await userEvent.keyboard('912{Enter}');
  expect(errorOf(number)).toMatch(/^Проверьте номер/);
  expect(called()).toEqual([]);
  bridge.failures.set('requestPhoneCodes', 'codeNotSent');
  await userEvent.clear(number);
  await userEvent.type(number, '9123456789{Enter}');
  expect(errorOf(number)).toMatch(/^Не удалось отправить СМС/);
  expect(document.activeElement).toBe(number);
});

it('says that a code is missing or wrong where the codes are, and keeps the focus there', async () => {
  const { old, next } = await openCodes();
  await userEvent.keyboard('{Enter}');
  expect(errorOf(old)).toBe('Введите код из СМС.');
  await userEvent.keyboard('1234{Enter}');
  expect(errorOf(next)).toBe('Введите код из СМС.');
  expect(document.activeElement).toBe(next);
  bridge.failures.set('changePhone', 'codeInvalid');
  await userEvent.keyboard('5678{Enter}');
  expect(errorOf(next)).toMatch(/^Один из кодов не подошёл/);
  expect(document.activeElement).toBe(next);
});

it('goes back to the number that somebody else has, which stays as it was typed', async () => {
  bridge.failures.set('changePhone', 'phoneTaken');
  await openCodes();
  await userEvent.keyboard('1234{Tab}5678{Enter}');
  const number = field('Новый номер');
  expect(errorOf(number)).toMatch(/^Этот номер уже занят/);
  expect([number.value, document.activeElement]).toEqual(['+7 912 345-67-89', number]);
});

it('asks for other codes at once where these are used up', async () => {
  bridge.failures.set('changePhone', 'codeUsedUp');
  const { old, next } = await openCodes();
  expect(screen.queryByRole('button', { name: 'Отправить ещё раз' })).toBeNull();
  await userEvent.keyboard('1234{Tab}5678{Enter}');
  await userEvent.click(screen.getByRole('button', { name: 'Отправить ещё раз' }));
  expect(called().at(-1)).toEqual({ name: 'requestPhoneCodes', input: { phone: '79123456789' } });
  expect([old.value, next.value, document.activeElement]).toEqual(['', '', old]);
});
