import type { Scenario } from '../../support/scenario.ts';
import type { ScenarioServer } from '../../support/server.ts';

const text = 'Привет! Тестирую real-time обновления!';

/** Proves (S9.1). */
export const scenario: Scenario<ScenarioServer> = {
  number: '2',
  title: 'A message from A is shown to B at once, and its ticks turn',
  async run(context) {
    const [a, b] = await context.bothInSharedChat();
    await a.focusWindow();
    await a.send(text);

    const painted = await b.waitForMessage(text);
    const pressed = (await a.entered()).find((entry) => entry.text === text);
    const delay = Math.round(painted.paintedAt - Number(pressed?.at));
    context.isPrompt('B sees it promptly', delay);
    await a.waitForTick(text, ['sent', 'delivered', 'read']);

    const rows = (await b.messages()).filter((row) => row.text === text);
    context.same('B sees exactly one row', 1, rows.length);
    context.same('the text has the same code points', [...text], [...String(rows[0]?.text)]);
    context.same('B sees the author', context.cast.a.name, rows[0]?.author);
    context.same('it is not marked as own at B', false, rows[0]?.own);
    context.same('it stands on the left at B', 'left', await b.sideOf(text));
    context.same('it stands on the right at A', 'right', await a.sideOf(text));

    const { features } = await a.diagnostics();
    if (features.includes('watermarks')) {
      const tick = await a.waitForTick(text, ['delivered', 'read']);
      context.same('A sees it delivered before B looks at the window', 'delivered', tick);
      await b.focusWindow();
      context.same('A sees it read after B has looked', 'read', await a.waitForTick(text, ['read']));
    } else {
      await a.waitForTick(text, ['sent', 'delivered', 'read']);
    }
    context.same('B never saw a row twice', [], await b.shownTwice());
    context.same('A never saw a row twice', [], await a.shownTwice());
  },
};
