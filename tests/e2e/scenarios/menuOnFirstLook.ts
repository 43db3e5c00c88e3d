import { startOldBackend } from '../../fixtures/oldBackend.ts';
import { createRandom } from '../../simulation/virtualClock.ts';
import { aleksandr, andrey } from '../../support/people.ts';
import type { Scenario } from '../../support/scenario.ts';
import { until } from '../../support/until.ts';

const heard = 'Только что услышано';

export const scenario: Scenario = {
  number: 'menu on the first look',
  title: 'the menu of a message stays open while the history of its chat arrives under it',
  async run(context) {
    const old = await startOldBackend({ random: createRandom(7), variant: 'c' });
    context.afterwards(() => old.stop());
    const [a, b] = [aleksandr, andrey].map(({ phone, name }) => old.state.addUser(phone, name));
    if (a === undefined || b === undefined) throw new Error('Nobody is here');
    const dialog = old.state.addDialog(`Диалог с ${b.name}`, a.userId, [b.userId]);
    for (let index = 0; index < 30; index++)
      old.insert(dialog, b.userId, `Прежнее ${index}`, Date.now() - 60_000 + index);

    const reader = await context.signedIn(andrey, { server: old.url });
    // Who is in it was asked for: now its messages can be told apart from those of other chats.
    await reader.chats.getByRole('option', { name: a.name }).waitFor();
    await until('its room is joined', () => old.roomCount() > 0);
    const release = old.holdHistories();
    await fetch(`${old.url}/api/messages/dialog/${dialog.dialogId}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${old.tokens.sign(a)}` },
      body: JSON.stringify({ content: heard }),
    });
    await reader.chats.getByRole('option').filter({ hasText: heard }).waitFor();
    await reader.openChat(a.name);
    await reader.openMenuOf(heard);
    context.same('what was heard alone is there', 1, (await reader.messages()).length);

    release();
    await until('the history arrives', async () => (await reader.messages()).length > 20);
    const menu = reader.page.getByRole('menu');
    context.same('the menu is still open', true, await menu.isVisible());
    await reader.page.getByRole('menuitem', { name: '👍' }).click();
    await reader.reactionTo(heard, '👍').waitFor();
    context.same('and acts', 1, dialog.rows.at(-1)?.reactions.size);
  },
};
