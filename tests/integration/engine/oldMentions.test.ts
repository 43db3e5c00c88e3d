import { expect, test } from 'vitest';
import { aleksandr, andrey, live, startOld } from './oldStage.ts';
import type { Person } from './person.ts';

const mentions = ({ engine }: Person) => engine.dialogs()[0]?.mentionKeys.length;

test.each(['a', 'c'] as const)(
  'state %s: a name behind an @ is a mention in a chat that nobody opened; it survives a restart, and nothing more than before is sent (S19.2, S19.3, P7.39)',
  async (variant) => {
    const { old, a, b } = await startOld({ variant });
    const dialog = old.state.addDialog('Склад', a, [b]);
    old.insert(dialog, a, 'Андрей Волков и andrey@volkov.ru', Date.now() - 2_000);
    old.insert(dialog, a, 'Срочно, @Андрей Волков!', Date.now() - 1_000);
    const reader = await live(andrey);
    await reader.until('one mention', () => mentions(reader) === 1);
    const writer = await live(aleksandr);
    writer.opened(dialog.dialogId);
    writer.engine.account().send(dialog.dialogId, '@Андрей, ещё раз', { mentioned: [b] });
    await writer.until('sent', () => writer.shown().every(({ state }) => state === 'sent'));
    expect(Object.keys(dialog.rows.at(-1)?.meta ?? {})).toEqual(['clientMessageId']);
    await reader.until('two mentions', () => mentions(reader) === 2);
    expect(reader.arrivals.at(-1)).toMatchObject({ mention: true, content: '@Андрей, ещё раз' });
    reader.stop(true);
    const again = await live(andrey, { directory: reader.directory });
    expect(mentions(again)).toBe(2);
    again.opened(dialog.dialogId, { end: true });
    expect(again.shown().map((message) => message.mentions?.length ?? 0)).toEqual([0, 1, 1]);
    again.engine.markRead(dialog.dialogId, again.shown()[1]?.key ?? '');
    await again.until('one left', () => mentions(again) === 1);
  },
);
