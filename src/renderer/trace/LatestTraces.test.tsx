import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { LanguageProvider } from '../i18n/language.tsx';
import { sampleTraces } from '../testing/sampleTraces.ts';
import { LatestTraces } from './LatestTraces.tsx';

beforeEach(() => {
  render(
    <LanguageProvider>
      <LatestTraces traces={sampleTraces(Date.now())} />
    </LanguageProvider>,
  );
});
afterEach(cleanup);

it('has a row a message, and shows the picture of the one that is pressed, by mouse or keyboard', async () => {
  const [outgoing, incoming] = await screen.findAllByRole('button');
  if (!outgoing || !incoming) throw new Error('no rows');
  expect(outgoing.textContent?.replaceAll('\u00a0', ' ')).toMatch(
    /исходящее.*показано через 38 мс, копий: 2$/,
  );
  expect(screen.queryByTestId('trace-line')).toBeNull();
  await userEvent.click(outgoing);
  expect(outgoing.getAttribute('aria-expanded')).toBe('true');
  expect(screen.getByText('первая от сервера: подтвердила отправку')).toBeTruthy();
  incoming.focus();
  await userEvent.keyboard('{Enter}');
  expect(screen.getAllByTestId('trace-line')).toHaveLength(1);
  expect(screen.getByText('намёк без номера: вызвала проверку истории')).toBeTruthy();
  await userEvent.keyboard('{Enter}');
  expect(screen.queryByTestId('trace-line')).toBeNull();
});
