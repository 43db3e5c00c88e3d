import { expect, it } from 'vitest';
import type { DialogView } from '../../shared/views.ts';
import { makeSnapshot } from '../testing/sampleData.ts';
import { previewOf } from './preview.ts';

const [sample] = makeSnapshot(0).dialogs;

function previewed(content: string, change: Partial<DialogView> = {}): unknown {
  if (!sample) throw new Error('no sample');
  const lastMessage = { senderId: 'usr_x', content, type: 'text', createdAt: 0, state: 'sent' as const };
  const dialog = { ...sample, draft: '', kind: 'direct' as const, lastMessage, ...change };
  return previewOf(dialog, 'usr_own', () => undefined, false)?.text;
}

it.each([
  ['*Важно:* `npm ci`', 'Важно: npm ci'],
  ['см. https://example.ru/_x_/', 'см. https://example.ru/_x_/'],
  ['*t.me/a_b*', 't.me/a_b'],
  ['*.ts,*.tsx', '*.ts,*.tsx'],
  ['```js\nconst a = 1;\n```', 'const a = 1;'],
])('%s is previewed as plain text', (content, text) => {
  expect(previewed(content)).toBe(text);
});

it('shows a draft as it was typed', () => {
  expect(previewed('x', { draft: '*жирный*' })).toBe('*жирный*');
});

it('says that the newest message was removed, and not by whom', () => {
  const lastMessage = {
    senderId: 'usr_own',
    content: '',
    type: 'text',
    createdAt: 0,
    state: 'sent' as const,
  };
  if (!sample) throw new Error('no sample');
  const dialog: DialogView = { ...sample, draft: '', lastMessage: { ...lastMessage, removed: true } };
  expect(previewOf(dialog, 'usr_own', () => 'Я', false)).toMatchObject({
    prefix: null,
    text: { message: 'Сообщение удалено' },
  });
});
