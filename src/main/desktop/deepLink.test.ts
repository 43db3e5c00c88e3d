import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostileCommandLines } from '../../../tests/fixtures/hostileCommandLines.ts';
import { dialogLink } from '../../shared/dialogLink.ts';
import { deepLinkIn, deepLinkOf, linkOfThisStart, parseDeepLink } from './deepLink.ts';

const dialogId = fc.oneof(
  fc.stringMatching(/^[a-z0-9]{1,64}$/).map((random) => `dlg_${random}`),
  fc.stringMatching(/^[0-9a-f]{24}$/),
);

describe('deep links', () => {
  it('name a chat by either of its ids', () => {
    fc.assert(
      fc.property(dialogId, (id) => {
        expect(parseDeepLink(dialogLink(id))).toBe(id);
        expect(deepLinkIn(['--no-sandbox', `chat3://dialog/${id}`, '--x=1'])).toBe(id);
      }),
    );
  });

  it('are not made for ids they cannot carry', () => {
    for (const id of ['', 'dlg_', 'dlg_A', 'dlg_a/b', 'usr_a', '..', 'a'.repeat(23)])
      expect(dialogLink(id), id).toBeNull();
  });

  it('are nothing but strings', () => {
    for (const value of [null, undefined, 1, {}, [], ['chat3://dialog/dlg_a']])
      expect(parseDeepLink(value)).toBeNull();
  });

  it('are handed from a second start to the first as they were given', () => {
    expect(deepLinkOf(linkOfThisStart(['chat3', 'chat3://dialog/dlg_a']))).toBe('dlg_a');
    expect(deepLinkOf(linkOfThisStart(['chat3', '\tchat3://dialog/dlg_a']))).toBeNull();
    for (const handedOver of [null, undefined, {}, [], 'chat3://dialog/dlg_a', { link: 1 }, { link: '..' }])
      expect(deepLinkOf(handedOver)).toBeNull();
  });

  it('are in none of the hostile command lines', () => {
    expect(hostileCommandLines.length).toBeGreaterThanOrEqual(200);
    for (const argv of hostileCommandLines) expect(deepLinkIn(argv), JSON.stringify(argv)).toBeNull();
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it('have one spelling: what is read and written again is the same', () => {
    const piece = fc.constantFrom(
      'chat3://dialog/',
      'chat3:',
      '//',
      'dialog',
      '/',
      'dlg_',
      'a0',
      'f'.repeat(24),
      '..',
      '%2f',
      '@',
      ':1',
      '?',
      '#',
      ' ',
      '\n',
      '\0',
      'А',
      '--inspect',
    );
    const link = fc.oneof(
      fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')),
      fc.tuple(fc.constant('chat3://dialog/'), fc.string({ unit: 'binary' })).map((parts) => parts.join('')),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(link, (text) => {
        const id = parseDeepLink(text);
        if (id !== null) expect(text).toBe(`chat3://dialog/${id}`);
      }),
      { numRuns: 2_000 },
    );
  }, 30_000);
});
