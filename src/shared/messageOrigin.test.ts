import fc from 'fast-check';
import { expect, it } from 'vitest';
import { excerptOf, forwardedOf, replyToOf } from './messageOrigin.ts';

it.each([7, '', null, {}, ['msg_1'], 'x'.repeat(300)])(
  'takes no reply from replyTo = %j (S18.2)',
  (replyTo) => {
    expect(replyToOf({ replyTo })).toBeNull();
  },
);

it('reads whom a message was forwarded from, and leaves out what is broken (S18.5)', () => {
  const whole = { senderName: ' Андрей Волков ', senderId: 'usr_1', at: 7 };
  expect(forwardedOf({ forwarded: whole })).toEqual({ ...whole, senderName: 'Андрей Волков' });
  expect(forwardedOf({ forwarded: { senderName: 'Мария', senderId: 7, at: 'вчера' } })).toEqual({
    senderName: 'Мария',
  });
  for (const forwarded of [null, 'Андрей', {}, { senderName: '' }, { senderName: 'a\u202eb' }])
    expect(forwardedOf({ forwarded })).toBeNull();
});

it('shows the first line with something in it, as one would read it out', () => {
  expect(excerptOf('\n  \n*Важно*: `да`\nдальше')).toBe('Важно: да');
  expect(excerptOf('```js\nlet a = 1;\n```')).toBe('let a = 1;');
});

it('cuts a long line, and no character in half', () => {
  expect(excerptOf('x'.repeat(500))).toBe(`${'x'.repeat(160)}…`);
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 150 }), (text) => excerptOf(text).isWellFormed()),
  );
});
