import { afterEach, expect, test } from 'vitest';
import type { MessageView } from '../../../src/shared/views.ts';
import type { OldVariantName } from '../../fixtures/oldBackend/variants.ts';
import { type OldBackend, type OldBackendOptions, startOldBackend } from '../../fixtures/oldBackend.ts';
import { createRandom } from '../../simulation/virtualClock.ts';
import { createPerson, type Person } from './person.ts';

const aleksandr = '79111111111';
const andrey = '79777777777';
const variants: OldVariantName[] = ['model', 'a', 'c', 'd'];

let old: OldBackend;
const people: Person[] = [];

afterEach(async () => {
  for (const person of people.splice(0)) person.stop();
  await old.close();
});

async function startWith(variant: OldVariantName, options: Partial<OldBackendOptions> = {}) {
  old = await startOldBackend({ random: createRandom(3), variant, scale: 20, ...options });
  const a = old.state.addUser(aleksandr, 'Александр Петров').userId;
  const b = old.state.addUser(andrey, 'Андрей Волков').userId;
  return { a, b };
}

async function person(phone: string): Promise<Person> {
  const created = await createPerson({ server: old.url, phone });
  people.push(created);
  await created.live();
  return created;
}

/** Scrolls up from the newest message to the first. */
async function readBack({ engine, shown, until }: Person, dialogId: string): Promise<string[]> {
  engine.openDialog(dialogId);
  await until('the newest page', () => shown().length > 0);
  let messages = shown().toSorted((a, b) => a.createdAt - b.createdAt || (a.key < b.key ? -1 : 1));
  for (let hasMore = true; hasMore; ) {
    const first = messages[0] as MessageView;
    const page = await engine.loadMessages(dialogId, 'older', first.key);
    messages = [...page.messages, ...messages];
    hasMore = page.hasMore;
  }
  return messages.map(({ content }) => content);
}

test.each(variants)(
  '%s: a history is read to its beginning in as many requests as it has pages, and two',
  async (variant) => {
    const { a, b } = await startWith(variant);
    const dialog = old.state.addDialog('Диалог с Андрей Волков', a, [b]);
    const texts = Array.from({ length: 260 }, (_, index) => `Сообщение ${index}`);
    // Some of the same millisecond, also at the edges of pages.
    for (const [index, text] of texts.entries())
      old.insert(dialog, index % 2 ? a : b, text, Date.now() - 300_000 + Math.floor(index / 3));
    const reader = await person(aleksandr);
    const before = old.requests('/messages/dialog/');
    const read = await readBack(reader, dialog.dialogId);
    expect(read.toSorted()).toEqual(texts.toSorted());
    expect(old.requests('/messages/dialog/') - before).toBeLessThanOrEqual(Math.ceil(texts.length / 50) + 2);
  },
);
