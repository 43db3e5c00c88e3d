import { expect, onTestFinished, test } from 'vitest';
import { demoServer } from '../server/support.ts';
import { createPerson } from './person.ts';

async function person(server: string, phone: string) {
  const created = await createPerson({ server, phone });
  onTestFinished(() => created.stop());
  await created.live();
  return created;
}

test('the own phone changes with a code to either number, here and for others (P7.26)', async () => {
  const { url } = await demoServer();
  const [sasha, andrey] = [await person(url, '79111111111'), await person(url, '79777777777')];
  const { engine } = sasha;
  expect(engine.connection().features).toContain('phone');
  const next = '8 (900) 000-00-77';
  await engine.requestPhoneCodes(next);
  await expect(engine.changePhone(next, '1234', '9999')).rejects.toMatchObject({ code: 'codeInvalid' });
  await engine.changePhone(next, '12-34', '1234');
  expect(engine.session()).toMatchObject({ state: 'signedIn', user: { phone: '79000000077' } });
  await andrey.until('the new number', () =>
    andrey.engine.users().some(({ phone }) => phone === '79000000077'),
  );
  await engine.requestPhoneCodes('79777777777');
  await expect(engine.changePhone('79777777777', '1234', '1234')).rejects.toMatchObject({
    code: 'phoneTaken',
  });
  await expect(engine.requestPhoneCodes('79000000077')).rejects.toMatchObject({ code: 'phoneTaken' });
  expect(engine.session()).toMatchObject({ user: { phone: '79000000077' } });
});
