import { act, cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Snapshot } from '../../shared/views.ts';
import { LanguageProvider } from '../i18n/language.tsx';
import { applySnapshot } from '../state/applyEvents.ts';
import { useChat } from '../state/store.ts';
import { createMockBridge, type MockBridge } from '../testing/mockBridge.ts';
import { SignInScreen } from './SignInScreen.tsx';

let bridge: MockBridge;

function show(changes: Partial<Snapshot['settings']> = {}) {
  const { snapshot } = bridge;
  useChat.setState(
    applySnapshot({
      ...snapshot,
      settings: { ...snapshot.settings, ...changes },
      session: { state: 'signedOut', reason: 'none', keepsSignIn: true },
    }),
  );
  render(
    <LanguageProvider>
      <SignInScreen />
    </LanguageProvider>,
  );
}

beforeEach(() => {
  bridge = createMockBridge();
  Object.assign(window, { chat3: bridge });
});
afterEach(cleanup);

const called = (wanted: string) =>
  bridge.calls.filter(({ name }) => name === wanted).map(({ input }) => input);
const phone = () => screen.getByRole<HTMLInputElement>('textbox', { name: /Телефон|Phone/ });
const code = () => screen.getByRole<HTMLInputElement>('textbox', { name: /Код из СМС|Code/ });
const alertText = () => document.querySelector('[slot="errorMessage"]')?.textContent;

async function askForCode() {
  await userEvent.type(phone(), '9121234567');
  await userEvent.click(screen.getByRole('button', { name: /Получить код|Get/ }));
}

it('says that a number is unknown, and goes on to registration with it', async () => {
  bridge.failures.set('requestCode', 'nameRequired');
  show();
  await askForCode();
  expect(alertText()).toBe('Этот номер не зарегистрирован. Проверьте его или зарегистрируйтесь.');
  const typed = phone().value;
  await userEvent.click(screen.getByRole('button', { name: 'Зарегистрироваться' }));
  expect(screen.getByRole('tab', { name: 'Регистрация', selected: true })).toBeTruthy();
  expect([phone().value, typed]).toEqual(['+7 912 123-45-67', '+7 912 123-45-67']);
  bridge.failures.clear();
  await userEvent.type(screen.getByRole('textbox', { name: 'Ваше имя' }), 'Вера');
  await userEvent.click(screen.getByRole('button', { name: 'Получить код' }));
  expect(called('requestCode').at(-1)).toEqual({ phone: '79121234567', name: 'Вера' });
});

it('says it in English as well', async () => {
  bridge.failures.set('requestCode', 'nameRequired');
  show({ language: 'en' });
  await askForCode();
  expect(alertText()).toBe('This number is not registered. Check it, or register.');
  expect(screen.getByRole('button', { name: 'Register' })).toBeTruthy();
});

it('blames the name for its own mistakes', async () => {
  show();
  await userEvent.click(screen.getByRole('tab', { name: 'Регистрация' }));
  const name = screen.getByRole('textbox', { name: 'Ваше имя' });
  await userEvent.type(name, 'Вера');
  await userEvent.type(phone(), '9121234567');
  bridge.failures.set('requestCode', 'nameUnfit');
  await userEvent.click(screen.getByRole('button', { name: 'Получить код' }));
  expect(name.getAttribute('aria-invalid')).toBe('true');
  expect(phone().getAttribute('aria-invalid')).not.toBe('true');
});

it('sends the code with its fourth digit, once', async () => {
  show();
  await askForCode();
  await userEvent.type(code(), '123');
  expect(called('verifyCode')).toEqual([]);
  await userEvent.type(code(), '4{Enter}');
  expect(called('verifyCode')).toEqual([{ phone: '79121234567', code: '1234' }]);
});

it('sends a pasted code, however it is written', async () => {
  show();
  await askForCode();
  await userEvent.click(code());
  await userEvent.paste('Код: 12 34.');
  expect(called('verifyCode')).toEqual([{ phone: '79121234567', code: '1234' }]);
});

it('keeps a wrong code marked, so that the next one replaces it and is sent', async () => {
  bridge.failures.set('verifyCode', 'codeInvalid');
  show();
  await askForCode();
  await userEvent.type(code(), '0000');
  expect(code().value).toBe('0000');
  expect(code().selectionEnd).toBe(4);
  await userEvent.keyboard('{Enter}');
  await userEvent.keyboard('1111');
  expect(called('verifyCode')).toHaveLength(2);
});

it('offers a new code at once when this one is used up', async () => {
  bridge.failures.set('verifyCode', 'codeUsedUp');
  show();
  await askForCode();
  await userEvent.type(code(), '0000');
  expect(alertText()).toBe('Код больше не действует: попыток было слишком много. Запросите новый код.');
  await userEvent.click(screen.getByRole('button', { name: 'Отправить ещё раз' }));
  expect(called('requestCode')).toEqual([{ phone: '79121234567' }, { phone: '79121234567' }]);
  expect([code().value, alertText()]).toEqual(['', undefined]);
});

it('tells whoever registers where only the invited may, and nobody else', async () => {
  Object.assign(bridge, { requestCode: async () => ({ ok: true, value: { invitedOnly: true } }) });
  show();
  await askForCode();
  expect(screen.queryByText(/по приглашению/)).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: 'Изменить номер' }));
  await userEvent.click(screen.getByRole('tab', { name: 'Регистрация' }));
  await userEvent.type(screen.getByRole('textbox', { name: 'Ваше имя' }), 'Вера');
  await userEvent.click(screen.getByRole('button', { name: 'Получить код' }));
  expect(screen.getByText(/по приглашению/)).toBeTruthy();
});

it('speaks of the address before anybody has signed in', async () => {
  bridge.failures.set('requestCode', 'connectionRefused');
  show();
  await askForCode();
  expect(alertText()).toContain('Проверьте адрес и порт');
});

it('tells that an administrator has closed the account, and that nothing of it is left here (P7.24)', () => {
  show();
  expect(screen.queryByRole('status')).toBeNull();
  act(() => useChat.setState({ session: { state: 'signedOut', reason: 'disabled', keepsSignIn: true } }));
  expect(screen.getByRole('status').textContent).toBe(
    'Учётная запись отключена администратором. Переписка и черновики удалены с этого компьютера.',
  );
});
