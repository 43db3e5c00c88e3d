import type { ErrorCode } from '../shared/domain.ts';

/** A record, so that the compiler misses none. */
const known: Record<ErrorCode, true> = {
  phoneRequired: true,
  phoneInvalid: true,
  nameRequired: true,
  codeRequired: true,
  codeInvalid: true,
  tooManyAttempts: true,
  codeNotSent: true,
  registrationClosed: true,
  userNotFound: true,
  dialogNotFound: true,
  dialogNameRequired: true,
  messageNotFound: true,
  notMember: true,
  forbidden: true,
  messageEmpty: true,
  messageTooLong: true,
  conflict: true,
  sessionExpired: true,
  addressInvalid: true,
  addressInsecure: true,
  hostNotFound: true,
  connectionRefused: true,
  connectionLost: true,
  timeout: true,
  certificateInvalid: true,
  proxyFailed: true,
  notChatServer: true,
  serverFailed: true,
  storageFailed: true,
  linkRefused: true,
  alreadyMember: true,
  notSupported: true,
  saveFailed: true,
  proxyLogin: true,
  captivePortal: true,
  invalidArguments: true,
  internal: true,
};

export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(known, value);
}
