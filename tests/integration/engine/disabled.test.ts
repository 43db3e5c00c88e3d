import { existsSync, readdirSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { askServer } from '../../../server/src/admin/door.ts';
import { ANDREY, demoServer, SASHA, temporaryDirectory } from '../server/support.ts';
import { createPerson } from './person.ts';

async function stage() {
  const dataDir = temporaryDirectory();
  const { url } = await demoServer({ dataDir });
  const admin = (command: string, who: string) => askServer(dataDir, { command, args: [who], json: false });
  const person = async (phone: string, directory?: string) => {
    const made = await createPerson({
      server: url,
      phone,
      ...(directory === undefined ? {} : { directory }),
    });
    onTestFinished(() => made.stop());
    return made;
  };
  return { admin, person };
}

const histories = (directory: string) =>
  existsSync(directory) ? readdirSync(directory).filter((name) => name.includes('.db')) : [];

test('an account that is closed leaves nothing on the computer that is connected (P7.24)', async () => {
  const { admin, person } = await stage();
  const andrey = await person(ANDREY);
  await andrey.live();
  const [dialog] = andrey.engine.dialogs();
  andrey.engine.saveDraft(dialog?.dialogId ?? '', 'недописанное');
  await admin('user disable', ANDREY);
  await andrey.until('signed out', () => andrey.engine.session().state === 'signedOut');
  expect(andrey.engine.session()).toMatchObject({ reason: 'disabled' });
  expect(andrey.engine.dialogs()).toEqual([]);
  expect(histories(andrey.directory)).toEqual([]);
  await andrey.engine.requestCode(ANDREY);
  await expect(andrey.engine.verifyCode(ANDREY, '1234')).rejects.toMatchObject({ code: 'accountDisabled' });
  await admin('user enable', ANDREY);
  await andrey.engine.requestCode(ANDREY);
  await andrey.engine.verifyCode(ANDREY, '1234');
  await andrey.live();
  expect(andrey.engine.dialogs().map(({ draft }) => draft)).not.toContain('недописанное');
});

test('nor on one that comes back later (P7.24)', async () => {
  const { admin, person } = await stage();
  const before = await person(ANDREY);
  await before.live();
  before.stop(true);
  await admin('user disable', ANDREY);
  expect(histories(before.directory)).not.toEqual([]);
  const after = await person(ANDREY, before.directory);
  expect(after.engine.session().state).toBe('signedIn');
  await after.until('signed out', () => after.engine.session().state === 'signedOut');
  expect([after.engine.session(), histories(before.directory)]).toMatchObject([{ reason: 'disabled' }, []]);
});

test('others see the person as disabled, after a restart without a connection too', async () => {
  const { admin, person } = await stage();
  const sasha = await person(SASHA);
  await sasha.live();
  const andrey = () => sasha.engine.users().find(({ phone }) => phone === ANDREY);
  await sasha.until('Андрей is known', () => andrey() !== undefined);
  expect(andrey()?.disabled).toBeUndefined();
  await admin('user disable', ANDREY);
  await sasha.until('Андрей is disabled', () => andrey()?.disabled);
  sasha.stop(true);
  const again = await person(SASHA, sasha.directory);
  expect(again.engine.users().find(({ phone }) => phone === ANDREY)?.disabled).toBe(true);
  await again.live();
  await admin('user enable', ANDREY);
  await again.until('Андрей is back', () =>
    again.engine.users().some(({ phone, disabled }) => phone === ANDREY && disabled === undefined),
  );
});
