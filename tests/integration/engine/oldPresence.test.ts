import { afterEach, expect, test } from 'vitest';
import { type OldBackend, startOldBackend } from '../../fixtures/oldBackend.ts';
import { createRandom } from '../../simulation/virtualClock.ts';
import { createPerson, type Person } from './person.ts';

let old: OldBackend;
const people: Person[] = [];

afterEach(async () => {
  for (const person of people.splice(0)) person.stop();
  await old.close();
});

async function live(phone: string): Promise<Person> {
  const person = await createPerson({ server: old.url, phone });
  people.push(person);
  await person.live();
  return person;
}

test.each(['a', 'c'] as const)(
  '%s: in a chat that somebody makes only who came since is shown online, and nobody as away (S11.3)',
  async (variant) => {
    old = await startOldBackend({ random: createRandom(3), variant, scale: 20 });
    const andrey = old.state.addUser('79777777777', 'Андрей Волков').userId;
    const aleksandr = old.state.addUser('79111111111', 'Александр Петров').userId;
    const first = await live('79777777777');
    const second = await live('79111111111');
    await first.until('the other came', () => first.engine.presence().onlineUserIds.includes(aleksandr));
    await second.until('people', () => second.engine.users().some(({ userId }) => userId === andrey));
    const dialogId = await second.engine.createDialog(undefined, [andrey]);
    first.cut();
    await first.dialog('Александр Петров');
    await first.until('its room', () => first.engine.diagnostics().joinedRooms.includes(dialogId));
    // The connection was cut: nothing that was known before it counts, and the server tells nothing of it again.
    expect(first.engine.presence()).toEqual({ known: false, onlineUserIds: [] });
    await second.until('the other came back', () => second.engine.presence().onlineUserIds.includes(andrey));
    expect(second.engine.presence()).toEqual({ known: false, onlineUserIds: [andrey] });
  },
);
