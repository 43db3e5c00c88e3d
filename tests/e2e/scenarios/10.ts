import type { Scenario } from '../../support/scenario.ts';
import type { ScenarioServer } from '../../support/server.ts';

const goneMs = 6000;

/** Proves (S11.4). */
export const scenario: Scenario<ScenarioServer> = {
  number: '10',
  title: 'Typing is seen, and ends when it ends, also when the typist is killed',
  async run(context) {
    const [a, b] = await context.bothInSharedChat();
    const [firstName] = context.cast.b.name.split(' ');

    await b.composer.pressSequentially('Пишу');
    await a.typingLine.waitFor();
    const line = await a.typingLine.innerText();
    context.holds(
      'A sees who is typing',
      `${firstName} печатает…`,
      line,
      line.includes(`${firstName}`) && /печата/.test(line),
    );
    const stopped = performance.now();
    await a.typingLine.waitFor({ state: 'hidden', timeout: goneMs });
    const after = Math.round(performance.now() - stopped);
    context.holds('it is gone after B stops', `≤ ${goneMs} ms`, `${after} ms`, after <= goneMs);

    await b.composer.pressSequentially(' ещё');
    await a.typingLine.waitFor();
    await b.waitForSavedDraft('Пишу ещё');
    await b.app.kill();
    const killed = performance.now();
    await a.typingLine.waitFor({ state: 'hidden', timeout: goneMs });
    const afterKill = Math.round(performance.now() - killed);
    context.holds('it is gone after B is killed', `≤ ${goneMs} ms`, `${afterKill} ms`, afterKill <= goneMs);

    const bAgain = await context.openAgain(b);
    await bAgain.ownCard.waitFor();
    await context.openSharedChat(bAgain);
    context.same("B's text is still there after the kill", 'Пишу ещё', await bAgain.typedText('Пишу ещё'));
  },
};
