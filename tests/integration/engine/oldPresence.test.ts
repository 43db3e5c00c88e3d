import { expect, test } from 'vitest';
import * as stage from './oldStage.ts';

test.each(['a', 'c'] as const)(
  '%s: in a chat that somebody makes only who came since is shown online, and nobody as away (S11.3)',
  async (variant) => {
    const { a: aleksandr, b: andrey } = await stage.startOld({ variant });
    const [first, second] = [await stage.live(stage.andrey), await stage.live(stage.aleksandr)];
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
