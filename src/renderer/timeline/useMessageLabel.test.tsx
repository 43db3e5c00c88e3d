import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { MessageView } from '../../shared/views.ts';
import { LanguageProvider } from '../i18n/language.tsx';
import { applySnapshot } from '../state/applyEvents.ts';
import { useChat } from '../state/store.ts';
import { makeMessage, makeSnapshot } from '../testing/sampleData.ts';
import type { Tick } from './ticks.ts';
import { useMessageLabel } from './useMessageLabel.ts';

const at = new Date(2026, 10, 27, 14, 5).getTime();

beforeEach(() => useChat.setState(applySnapshot(makeSnapshot(at))));
afterEach(cleanup);

function Row({
  message,
  tick,
  readers,
}: {
  message: MessageView;
  tick: Tick | null;
  readers: number | null;
}) {
  return <article aria-label={useMessageLabel()(message, 'Андрей Волков', tick, readers)} />;
}

const heart = { emoji: '❤', count: 2, mine: false };

it.each([
  ['Привет', {}, null, null, 'Андрей Волков, 14:05. Привет'],
  ['*Готово*, `main`', {}, 'read', null, 'Андрей Волков, 14:05. Готово, main. Прочитано'],
  ['Привет', {}, 'read', 3, 'Андрей Волков, 14:05. Привет. Прочитали 3 человека'],
  ['Привет', {}, 'failed', null, 'Андрей Волков, 14:05. Привет. Не отправлено'],
  ['Привет', { reactions: [heart] }, 'sent', null, 'Андрей Волков, 14:05. Привет. Отправлено. Реакции: ❤ 2'],
  [
    'Да',
    { reactions: [heart, { ...heart, emoji: '👍', count: 1 }] },
    null,
    null,
    'Андрей Волков, 14:05. Да. Реакции: ❤ 2, 👍 1',
  ],
  ['', { type: 'image' }, null, null, 'Андрей Волков, 14:05. Вложение'],
  ['Да', { edited: { at: null } }, 'read', null, 'Андрей Волков, 14:05. Да. изменено. Прочитано'],
  ['', { removed: 'told' }, null, null, 'Андрей Волков, 14:05. Сообщение удалено'],
  ['usr_1 joined', { type: 'system.join' }, null, null, 'Системное сообщение, 14:05'],
] as const)('says of %j (%j, %s, %s): %s', (content, changes, tick, readers, label) => {
  const message = { ...makeMessage('dlg_andrey', 'usr_andrey00', content, at), ...changes } as MessageView;
  render(
    <LanguageProvider>
      <Row message={message} tick={tick} readers={readers} />
    </LanguageProvider>,
  );
  expect(screen.getByRole('article').getAttribute('aria-label')).toBe(label);
});
