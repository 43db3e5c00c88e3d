import type { ErrorCode } from '../domain.ts';
import { pick, toText } from './values.ts';

const longestSentence = 500;

/** The server's own words about a failure, for translating and for the log; null where it has none. Never throws. */
export function parseErrorSentence(body: unknown): string | null {
  const { error, message } = pick(body, ['error', 'message']);
  for (const place of [error, pick(error, ['message']).message, message]) {
    const sentence = typeof place === 'string' ? toText(place)?.trim() : null;
    if (sentence) return sentence.slice(0, longestSentence).toWellFormed();
  }
  return null;
}

/** What a failure of our server is called (P2.9); null where it has no such name. Never throws. */
export function parseErrorName(body: unknown): string | null {
  const { code } = pick(body, ['code']);
  return typeof code === 'string' ? code.slice(0, longestSentence).toWellFormed() : null;
}

/** Sentences of the old system (P2.3) and of our server, in lower case. Where two match, the first counts. */
const sentences: [RegExp, ErrorCode][] = [
  [/^phone (number )?is required/, 'phoneRequired'],
  [/^invalid phone format/, 'phoneInvalid'],
  [/^phone is already in use/, 'phoneTaken'],
  [/^name is required/, 'nameRequired'],
  [/^phone and code are required|^code is required/, 'codeRequired'],
  [/^invalid or expired verification code/, 'codeInvalid'],
  [/^too many files/, 'tooManyFiles'],
  [/^too many wrong codes/, 'codeUsedUp'],
  [/^too many /, 'tooManyAttempts'],
  [/^real sms service not implemented|^the code could not be sent/, 'codeNotSent'],
  [/^registration is closed|^registration closed/, 'registrationClosed'],
  [/^dialog name is required/, 'dialogNameRequired'],
  [/^(dialog )?name is too long/, 'nameTooLong'],
  [/^(dialog )?name must be one line/, 'nameUnfit'],
  [/^user id is required|^reaction is required|^invalid status/, 'invalidArguments'],
  [/^meta (is|must)/, 'invalidArguments'],
  [/^message content is required/, 'messageEmpty'],
  [/^message content is too long|^message is too long/, 'messageTooLong'],
  [/^already a member|^user is already a member/, 'alreadyMember'],
  [/^not a member/, 'notMember'],
  [/^dialog not found/, 'dialogNotFound'],
  [/^(the )?file (is )?(not found|missing|unknown|not finished)/, 'fileMissing'],
  [/^(the )?file is too large/, 'fileTooLarge'],
  [/^(the )?file is empty/, 'fileEmpty'],
  [/^message not found/, 'messageNotFound'],
  [/^the message was removed/, 'messageRemoved'],
  [/^the message is too old/, 'changeTooLate'],
  [/^only text messages can be edited|^a service message cannot/, 'notSupported'],
  [/^user not found|^member not found/, 'userNotFound'],
  [/^session not found/, 'internal'],
  [/^failed to fetch users/, 'serverFailed'],
  [/^account is disabled/, 'accountDisabled'],
  [/^no token provided|^invalid token|^token expired/, 'sessionExpired'],
  [/^route not found/, 'notChatServer'],
];

/**
 * The failure that a sentence and an HTTP status stand for. The old backend hides the status of its upstream in the text
 * of a 500 (`status code 404`); that one decides then, except 401, which is about the backend's own key.
 */
export function errorCodeOf(sentence: string | null, status: number): ErrorCode {
  const known = sentence?.trim().toLowerCase() ?? '';
  // An account that is gone says "User not found", as a person who is not there does.
  if (status === 401 && known.startsWith('user not found')) return 'sessionExpired';
  const match = sentences.find(([pattern]) => pattern.test(known));
  if (match) return match[1];
  const upstream = status >= 500 ? /status code (4\d\d)/.exec(known)?.[1] : undefined;
  if (upstream !== undefined && upstream !== '401') return codeOfStatus(Number(upstream), 'dialogNotFound');
  return codeOfStatus(status, 'notChatServer');
}

function codeOfStatus(status: number, notFound: ErrorCode): ErrorCode {
  if (status >= 500) return 'serverFailed';
  const codes: Record<number, ErrorCode> = {
    401: 'sessionExpired',
    403: 'forbidden',
    404: notFound,
    407: 'proxyFailed',
    408: 'timeout',
    409: 'conflict',
    413: 'messageTooLong',
    429: 'tooManyAttempts',
  };
  return codes[status] ?? 'internal';
}
