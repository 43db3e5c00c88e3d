/** A state of the old system and the engines of people in it, until the test is over. */
import { onTestFinished } from 'vitest';
import { type OldBackend, type OldBackendOptions, startOldBackend } from '../../fixtures/oldBackend.ts';
import { createRandom } from '../../simulation/virtualClock.ts';
import { createPerson, type Person } from './person.ts';

export const aleksandr = '79111111111';
export const andrey = '79777777777';

type StageOptions = Omit<OldBackendOptions, 'random'>;
type PersonOptions = Omit<Parameters<typeof createPerson>[0], 'server' | 'phone'>;

/** What the test at hand started. */
let current: OldBackend | null = null;

/** Knows two people; `a` and `b` are their ids. */
export async function startOld(options: StageOptions, seed = 3) {
  const old = await startOldBackend({ scale: 20, ...options, random: createRandom(seed) });
  current = old;
  onTestFinished(() => old.close());
  const a = old.state.addUser(aleksandr, 'Александр Петров').userId;
  const b = old.state.addUser(andrey, 'Андрей Волков').userId;
  return { old, a, b };
}

/** Signed in to what was started, and live. */
export async function live(phone: string, options: PersonOptions = {}): Promise<Person> {
  if (current === null) throw new Error('Nothing was started');
  const person = await createPerson({ server: current.url, phone, ...options });
  onTestFinished(() => person.stop());
  await person.live();
  return person;
}
