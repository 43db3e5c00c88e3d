import type { Scenario } from '../../support/scenario.ts';
import type { ScenarioServer } from '../../support/server.ts';

const question = 'Привет! Тестирую real-time обновления!';
const text = 'Ответ от Андрея. Real-time работает! 🎉';

export const scenario: Scenario<ScenarioServer> = {
  number: '3',
  title: 'B answers with an emoji and A sees it intact',
  async run(context) {
    const [a, b] = await context.bothInSharedChat();
    await a.send(question);
    await b.waitForMessage(question);
    await b.focusWindow();
    await b.send(text);

    const painted = await a.waitForMessage(text);
    const pressed = (await b.entered()).find((entry) => entry.text === text);
    const delay = Math.round(painted.paintedAt - Number(pressed?.at));
    context.isPrompt('A sees it promptly', delay);
    await b.waitForTick(text, ['sent', 'delivered', 'read']);

    const rows = (await a.messages()).filter((row) => row.text === text);
    context.same('A sees exactly one row', 1, rows.length);
    context.same('the emoji and all else are intact', [...text], [...String(rows[0]?.text)]);
    context.same('A sees the author', context.cast.b.name, rows[0]?.author);
    context.same('it stands on the left at A', 'left', await a.sideOf(text));

    const order = (await a.messages())
      .map((row) => row.text)
      .filter((row) => row === question || row === text);
    context.same('the answer stands below the question', [question, text], order);
    context.same('A never saw a row twice', [], await a.shownTwice());
    context.same('B never saw a row twice', [], await b.shownTwice());
  },
};
