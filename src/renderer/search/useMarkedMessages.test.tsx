import { cleanup, render, waitFor } from '@testing-library/react';
import { useRef } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useMarkedMessages } from './useMarkedMessages.ts';

beforeEach(() => {
  // The test's page paints nothing.
  vi.stubGlobal('CSS', { highlights: new Map() });
  vi.stubGlobal(
    'Highlight',
    class extends Set {
      priority = 0;
    },
  );
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function Page({ query, current, more }: { query: string; current: string | null; more?: string }) {
  const field = useRef<HTMLInputElement>(null);
  useMarkedMessages(field, query, false, current);
  return (
    <main>
      <input ref={field} />
      <article data-message-key="one">
        <p>Договоров</p>
        <span data-testid="message-text">
          Подпишем <strong>дого</strong>воры
        </span>
      </article>
      <article data-message-key="two">
        <span data-testid="message-text">Договор у юристов, договор у нас</span>
      </article>
      {more && (
        <article data-message-key="three">
          <span data-testid="message-text">{more}</span>
        </article>
      )}
    </main>
  );
}

const marked = (name: string) =>
  [...((CSS.highlights.get(name) ?? []) as Iterable<Range>)].map((range) => range.toString());

it('marks words in the messages, across emphasis, and the current ones stronger', () => {
  const { rerender } = render(<Page query="договор" current={null} />);
  expect(marked('found')).toEqual(['договоры', 'Договор', 'договор']);
  rerender(<Page query="договор" current="two" />);
  expect(marked('found')).toEqual(['договоры']);
  expect(marked('found-current')).toEqual(['Договор', 'договор']);
});

it('marks what is scrolled into view, and nothing after the search', async () => {
  const { rerender, unmount } = render(<Page query="договор" current={null} />);
  rerender(<Page query="договор" current={null} more="Ещё договорённость" />);
  await waitFor(() => expect(marked('found')).toContain('договор'.slice(0, 7)));
  await waitFor(() => expect(marked('found')).toHaveLength(4));
  unmount();
  expect(CSS.highlights.size).toBe(0);
});

it('marks nothing in messages that answer only a part', () => {
  render(<Page query="договор юристами" current={null} />);
  expect(marked('found')).toEqual(['Договор', 'юристов', 'договор']);
});
