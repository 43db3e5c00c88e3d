/** Phones and codes as people type them, and changing the own phone with a code to either number (P7.26). */
import type { User } from '../../../shared/domain.ts';
import { parsePhone } from '../../../shared/phone.ts';
import { CommandError } from '../commandError.ts';
import { ApiError, type RestClient } from '../rest/rest.ts';

/** As servers know it. Throws CommandError where it is none. */
export function checkedPhone(typed: string): string {
  const phone = parsePhone(typed);
  if (phone === null) throw new CommandError(typed.trim() === '' ? 'phoneRequired' : 'phoneInvalid');
  return phone;
}

/** Its digits. Throws CommandError where there are none. */
export function checkedCode(typed: string): string {
  const digits = typed.replace(/\D/g, '');
  if (digits === '') throw new CommandError('codeRequired');
  return digits;
}

/** Rejects with CommandError for what cannot be meant, and where the server knows no such change. */
export function createPhoneChange({ rest }: { rest: Pick<RestClient, 'requestPhoneCodes' | 'changePhone'> }) {
  async function ask<Answer>(request: Promise<Answer>): Promise<Answer> {
    try {
      return await request;
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) throw new CommandError('notSupported', error);
      throw error;
    }
  }

  return {
    request: async (phone: string): Promise<void> => ask(rest.requestPhoneCodes(checkedPhone(phone))),
    /** Answers the person with the new number. */
    confirm: async (phone: string, oldCode: string, newCode: string): Promise<User> =>
      ask(rest.changePhone(checkedPhone(phone), checkedCode(oldCode), checkedCode(newCode))),
  };
}
