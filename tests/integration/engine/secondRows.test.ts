/** Two rows of one send, as a retry leaves them on a server that stores each post: what somebody else can know of it. */
import { expect, test } from 'vitest';
import type { OldBackend } from '../../fixtures/oldBackend.ts';
import { aleksandr, andrey, live, startOld } from './oldStage.ts';
import type { Person } from './person.ts';

const states = ['a', 'c'] as const;

let old: OldBackend;
let dialogId: string;

async function startWith(variant: (typeof states)[number]): Promise<[sender: Person, reader: Person]> {
  const { a, b, old: started } = await startOld({ variant });
  old = started;
  dialogId = old.state.addDialog('Диалог с Андрей Волков', a, [b]).dialogId;
  const [sender, reader] = [await live(aleksandr), await live(andrey)];
  reader.engine.openDialog(dialogId);
  await reader.until('its room', () => reader.engine.diagnostics().joinedRooms.includes(dialogId));
  return [sender, reader];
}

async function post(sender: Person, content: string, clientMessageId: string): Promise<void> {
  const response = await fetch(`${old.url}/api/messages/dialog/${dialogId}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${sender.token()}` },
    body: JSON.stringify({ content, meta: { clientMessageId } }),
  });
  expect(response.status).toBe(201);
}

/** As the window shows it now, and as it does after everything was read again. */
async function shownTo(reader: Person): Promise<string[]> {
  const caughtUp = () => reader.events.filter(({ type }) => type === 'caughtUp').length;
  const before = caughtUp();
  reader.cut();
  await reader.until('caught up', () => caughtUp() > before);
  return reader.opened(dialogId, { end: true }).messages.map(({ content }) => content);
}

test.each(states)(
  '%s: whoever hears both rows of one send shows it once, also after reading the history (S4.3)',
  async (variant) => {
    const [sender, reader] = await startWith(variant);
    await post(sender, 'Да', 'one');
    await reader.received('Да');
    await post(sender, 'Да', 'one');
    await post(sender, 'Потом', 'two');
    await reader.received('Потом');
    expect(old.state.dialogs.get(dialogId)?.rows).toHaveLength(3);
    expect(await shownTo(reader)).toEqual(['Да', 'Потом']);
  },
);

test.each(states)('%s: somebody who says the same twice is shown twice', async (variant) => {
  const [sender, reader] = await startWith(variant);
  await post(sender, 'Да', 'one');
  await post(sender, 'Да', 'two');
  await post(sender, 'Потом', 'three');
  await reader.received('Потом');
  expect(await shownTo(reader)).toEqual(['Да', 'Да', 'Потом']);
});

test('a: of rows that only a history tells of nothing says that they are one: both are shown', async () => {
  const [sender] = await startWith('a');
  await post(sender, 'Да', 'one');
  await post(sender, 'Да', 'one');
  const late = await live(andrey);
  late.opened(dialogId, { end: true });
  const shown = () => late.shown().map(({ content }) => content);
  await late.until('the history', () => shown().length > 0);
  expect(shown()).toEqual(['Да', 'Да']);
});
