import { randomBytes } from 'node:crypto';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';
// Bytes at or above the largest multiple of 36 are dropped, so that every letter is equally likely.
const LIMIT = 256 - (256 % ALPHABET.length);

function randomText(length: number): string {
  let text = '';
  while (text.length < length) {
    for (const byte of randomBytes(length)) {
      if (byte < LIMIT && text.length < length) text += ALPHABET[byte % ALPHABET.length];
    }
  }
  return text;
}

export const newUserId = () => `usr_${randomText(8)}`;
export const newDialogId = () => `dlg_${randomText(20)}`;
export const newMessageId = () => `msg_${randomText(20)}`;
export const newSessionId = () => `ses_${randomText(20)}`;
export const newEventId = () => `evt_${randomText(20)}`;
export const newSecret = () => randomBytes(32).toString('base64url');
