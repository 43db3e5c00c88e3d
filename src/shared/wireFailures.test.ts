import { describe, expect, it, test } from 'vitest';
import { message } from './wire.samples.ts';
import {
  errorCodeOf,
  parseErrorName,
  parseErrorSentence,
  parseMessage,
  parseMessagePage,
  tokenExpiry,
  WireError,
} from './wire.ts';

describe('the sentence of a failure', () => {
  it.each([
    [{ success: false, error: 'User not found' }, 'User not found'],
    [{ success: false, message: ' Invalid token ' }, 'Invalid token'],
    [{ error: { message: 'Deep' }, message: 'Shallow' }, 'Deep'],
    [{ error: '', message: 'Second' }, 'Second'],
    [{ ok: false, error: 'Not a member of this dialog' }, 'Not a member of this dialog'],
    [{ error: 'a\ud800' }, 'a\ufffd'],
    [{ error: {} }, null],
    [{ error: 5 }, null],
    ['<html>', null],
    [null, null],
    [[], null],
    [undefined, null],
  ])('%j', (body, expected) => {
    expect(parseErrorSentence(body)).toBe(expected);
  });

  it('is cut', () => {
    expect(parseErrorSentence({ error: '👍'.repeat(100_000) })?.length).toBe(500);
  });
});

test.each([
  [{ success: false, error: 'Account is disabled', code: 'account_disabled' }, 'account_disabled'],
  [{ error: 'Account is disabled' }, null],
  [{ code: 401 }, null],
  ['account_disabled', null],
  [null, null],
])('the name that a server gives a failure: %j (P2.9)', (body, expected) => {
  expect(parseErrorName(body)).toBe(expected);
});

describe('the code of a failure (P2.3, P2.4)', () => {
  it.each([
    ['Phone number is required', 400, 'phoneRequired'],
    ['Invalid phone format. Expected: 79XXXXXXXXX', 400, 'phoneInvalid'],
    ['Name is required for new users', 400, 'nameRequired'],
    ['Phone and code are required', 400, 'codeRequired'],
    ['Invalid or expired verification code', 400, 'codeInvalid'],
    ['Invalid or expired verification code', 401, 'codeInvalid'],
    ['Real SMS service not implemented yet', 500, 'codeNotSent'],
    ['The code could not be sent. Try again later', 503, 'codeNotSent'],
    ['Too many requests. Try again later', 429, 'tooManyAttempts'],
    ['Registration is closed', 403, 'registrationClosed'],
    ['User not found', 404, 'userNotFound'],
    ['User not found', 401, 'sessionExpired'],
    ['Account is disabled', 401, 'accountDisabled'],
    ['Account is disabled', 400, 'accountDisabled'],
    ['Member not found', 404, 'userNotFound'],
    ['Dialog not found', 404, 'dialogNotFound'],
    ['Message not found', 404, 'messageNotFound'],
    ['Session not found', 404, 'internal'],
    ['Route not found', 404, 'notChatServer'],
    ['Dialog name is required', 400, 'dialogNameRequired'],
    ['User ID is required', 400, 'invalidArguments'],
    ['Reaction is required', 400, 'invalidArguments'],
    ['Invalid status. Must be "read" or "delivered"', 400, 'invalidArguments'],
    ['Message content is required', 400, 'messageEmpty'],
    ['Message content is too long (max 10000 characters)', 400, 'messageTooLong'],
    ['Request body is too large (max 64 KiB)', 413, 'messageTooLong'],
    ['Not a member of this dialog', 403, 'notMember'],
    ['Only the owner can delete this dialog', 403, 'forbidden'],
    ['clientMessageId was already used for another message', 409, 'conflict'],
    ['Failed to fetch users', 500, 'serverFailed'],
    ['No token provided', 401, 'sessionExpired'],
    ['Invalid token', 401, 'sessionExpired'],
    ['INVALID TOKEN', 401, 'sessionExpired'],
  ])('%s (%d) is %s', (sentence, status, code) => {
    expect(errorCodeOf(sentence, status)).toBe(code);
  });

  it.each([
    [401, 'sessionExpired'],
    [403, 'forbidden'],
    [404, 'notChatServer'],
    [407, 'proxyFailed'],
    [408, 'timeout'],
    [409, 'conflict'],
    [429, 'tooManyAttempts'],
    [500, 'serverFailed'],
    [503, 'serverFailed'],
    [400, 'internal'],
    [418, 'internal'],
    [0, 'internal'],
    [Number.NaN, 'internal'],
  ])('of an unknown sentence follows the status %d', (status, code) => {
    expect(errorCodeOf('Кофе кончился', status)).toBe(code);
    expect(errorCodeOf(null, status)).toBe(code);
  });

  it.each([
    [404, 'dialogNotFound'],
    [403, 'forbidden'],
    [409, 'conflict'],
    [429, 'tooManyAttempts'],
    [401, 'serverFailed'],
    [500, 'serverFailed'],
  ])('follows the upstream status %d that the old backend hides in a 500', (upstream, code) => {
    expect(errorCodeOf(`Failed to send message: Request failed with status code ${upstream}`, 500)).toBe(
      code,
    );
  });
});

describe('the expiry of a token', () => {
  const encode = (payload: unknown) => {
    const bytes = new TextEncoder().encode(typeof payload === 'string' ? payload : JSON.stringify(payload));
    const base64 = btoa(String.fromCharCode(...bytes));
    return `e30.${base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}.signature`;
  };

  it('is read without checking the signature', () => {
    const claims = {
      userId: 'usr_1',
      phone: '79111111111',
      iat: 1_762_419_282,
      exp: 1_762_592_082,
      name: 'Щ??>>ю',
    };
    expect(tokenExpiry(encode(claims))).toEqual({
      userId: 'usr_1',
      issuedAt: 1_762_419_282_000,
      expiresAt: 1_762_592_082_000,
    });
  });

  it.each([
    '',
    'a.b',
    'a.b.c',
    'a.!!!.c',
    encode('not json'),
    encode(null),
    encode([]),
    encode({ userId: 'usr_1', iat: 1 }),
    encode({ userId: '', iat: 1, exp: 2 }),
    encode({ userId: 'usr_1', iat: '1', exp: '2' }),
    encode({ userId: 'usr_1', iat: 1, exp: 1e300 }),
    encode({ userId: 'usr_1', iat: -5, exp: 5 }),
  ])('of %s is unknown', (token) => {
    expect(tokenExpiry(token)).toBeNull();
  });
});

describe('a WireError', () => {
  const errorOf = (action: () => unknown) => {
    try {
      action();
    } catch (error) {
      return error;
    }
    throw new Error('nothing was thrown');
  };

  it('says what, why and where', () => {
    expect(errorOf(() => parseMessage({ ...message, createdAt: 'secret' }))).toMatchObject({
      name: 'WireError',
      subject: 'message',
      reason: 'is no time',
      path: 'createdAt',
      message: 'Unreadable message: is no time at createdAt',
    });
    expect(errorOf(() => parseMessagePage({ data: 'secret' }))).toMatchObject({
      reason: 'is no list',
      path: '',
    });
    expect(errorOf(() => parseMessage('secret'))).toMatchObject({ reason: 'is not object', path: '' });
  });

  it('is what objects that cannot be read come to', () => {
    const trap = {
      get messageId() {
        throw new Error('trap');
      },
    };
    expect(errorOf(() => parseMessage(trap))).toBeInstanceOf(WireError);
  });
});
