import { expect, test } from 'vitest';
import { ApiError } from '../rest/rest.ts';
import { createPhoneChange } from './phones.ts';

const changed = { userId: 'usr_1', name: 'Имя', phone: '79000000002' };

/** A server that answers as told, and what it was asked for. */
function stage(failure?: ApiError) {
  const asked: string[][] = [];
  const answer = async <Answer>(call: string[], value: Answer): Promise<Answer> => {
    asked.push(call);
    if (failure) throw failure;
    return value;
  };
  const change = createPhoneChange({
    rest: {
      requestPhoneCodes: (phone) => answer([phone], undefined),
      changePhone: (...call) => answer(call, changed),
    },
  });
  return { asked, change };
}

test('numbers and codes go as servers know them, in whatever notation they were typed (P3.1, P7.26)', async () => {
  const { asked, change } = stage();
  await change.request(' 8 (900) 000-00-02 ');
  expect(await change.confirm('+7 900 000 00 02', '12 34', ' 5678')).toEqual(changed);
  expect(asked).toEqual([['79000000002'], ['79000000002', '1234', '5678']]);
});

test('what cannot be meant is asked of nobody', async () => {
  const { asked, change } = stage();
  await expect(change.request(' ')).rejects.toMatchObject({ code: 'phoneRequired' });
  await expect(change.request('+1 212 555-01-00')).rejects.toMatchObject({ code: 'phoneInvalid' });
  await expect(change.confirm('123', '1', '2')).rejects.toMatchObject({ code: 'phoneInvalid' });
  await expect(change.confirm('79000000002', '-', '5678')).rejects.toMatchObject({ code: 'codeRequired' });
  await expect(change.confirm('79000000002', '1234', '')).rejects.toMatchObject({ code: 'codeRequired' });
  expect(asked).toEqual([]);
});

test('a server without this change says so in its own way; other failures stay what they are', async () => {
  const { change } = stage(new ApiError({ code: 'notChatServer', status: 404 }));
  await expect(change.request('79000000002')).rejects.toMatchObject({ code: 'notSupported' });
  const taken = stage(new ApiError({ code: 'phoneTaken', status: 409 })).change;
  await expect(taken.confirm('79000000002', '1234', '5678')).rejects.toMatchObject({ code: 'phoneTaken' });
});
