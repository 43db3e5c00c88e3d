import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { createMockBridge } from '../testing/mockBridge.ts';
import { MessageText } from './MessageText.tsx';

afterEach(cleanup);

const hostile = [
  '<img src=x onerror=alert(1)>',
  '<script>alert(1)</script>',
  'javascript:alert(1)',
  'data:text/html,<b>x</b>',
  '[click](javascript:alert(1))',
  'file:///etc/passwd',
  'vbscript:x',
  '&lt;b&gt;',
];

describe('MessageText', () => {
  it.each(hostile)('shows %s as the text it is', (text) => {
    render(<MessageText text={text} />);
    const shown = screen.getByTestId('message-text');
    expect(shown.textContent).toBe(text);
    expect(shown.querySelector('*:not(a)')).toBeNull();
    expect(shown.querySelector('a[href^="javascript:"], a[href^="data:"], a[href^="file:"]')).toBeNull();
  });

  it('makes links of addresses and hands them to the main process', () => {
    const bridge = createMockBridge();
    Object.assign(window, { chat3: bridge });
    render(<MessageText text="см. https://example.ru/a?b=c#d и www.example.com, потом example.org/x" />);
    const links = screen.getAllByRole('link') as HTMLAnchorElement[];
    expect(links.map(({ href }) => href)).toEqual([
      'https://example.ru/a?b=c#d',
      'https://www.example.com/',
      'https://example.org/x',
    ]);
    fireEvent.click(links[0] as HTMLAnchorElement);
    expect(bridge.calls).toEqual([{ name: 'openLink', input: { url: 'https://example.ru/a?b=c#d' } }]);
  });

  it.each(['README.md', 'main.py', 'ivan@example.ru', 'ftp://example.ru', 'сегодня.Потом'])(
    'leaves %s alone',
    (text) => {
      render(<MessageText text={text} />);
      expect(screen.queryByRole('link')).toBeNull();
    },
  );

  it('keeps every code point of strange texts', () => {
    for (const text of [
      '\u202eabc',
      'e\u0301'.repeat(50),
      '👩‍👩‍👧‍👦',
      'a\n\n b',
      '\u200bx',
      'x'.repeat(100_000),
    ]) {
      render(<MessageText text={text} />);
      expect(screen.getByTestId('message-text').textContent).toBe(text);
      cleanup();
    }
  });
});

describe('markup on the page', () => {
  it('puts a link into the emphasis around it', () => {
    render(<MessageText text="*https://example.ru/a*, «https://example.ru/b»" />);
    const links = screen.getAllByRole('link') as HTMLAnchorElement[];
    expect(links.map(({ href }) => href)).toEqual(['https://example.ru/a', 'https://example.ru/b']);
    expect(links[0]?.closest('strong')).not.toBeNull();
    expect(screen.getByTestId('message-text').textContent).toBe(
      'https://example.ru/a, «https://example.ru/b»',
    );
  });

  it('makes no link that a click would not open', () => {
    const text = 'https://user@example.ru/ и https://bank.ru@evil.example/_x_';
    render(<MessageText text={text} />);
    expect(screen.queryByRole('link')).toBeNull();
    expect(screen.getByTestId('message-text').textContent).toBe(text);
  });

  it('shows the language of a block beside its code, not in it', () => {
    render(<MessageText text={'```js\nconst a = 1;\n```'} />);
    const block = screen.getByText('const a = 1;');
    expect(block.getAttribute('data-language')).toBe('js');
    expect(screen.getByTestId('message-text').textContent).toBe('const a = 1;');
  });
});
