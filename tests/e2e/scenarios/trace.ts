import { joinTraces, type MessageTrace } from '../../../src/shared/trace.ts';
import type { Person } from '../../support/person.ts';
import type { Scenario } from '../../support/scenario.ts';
import { settled } from '../../support/settled.ts';
import { until } from '../../support/until.ts';

const texts = Array.from({ length: 12 }, (_, index) => `Засекаю время, раз ${index + 1}`);
/** What the ways of a call between the processes differ by from window to window. */
const medianMs = 2;
/**
 * Two frames at 60 Hz: the program and the observer each look for the row by themselves, and on a busy machine one of them
 * may see it a frame later, at either end of the task that draws it.
 */
const worstMs = 34;

const traceOf = async (person: Person, key: string) =>
  (await person.diagnostics()).traces.find((trace) => trace.key === key);

/** The trace once it has this hop. */
const whole = ({ person, key, hop }: { person: Person; key: string; hop: string }) =>
  until(`${person.app.profile} has the whole trace`, async () => {
    const trace = await traceOf(person, key);
    return trace?.hops.some((known) => known.hop === hop) ? trace : undefined;
  });

/** The sum of the hops from the key to the frame of the receiver, in milliseconds. */
function sumOfHops(sender: MessageTrace, receiver: MessageTrace): number {
  const hops = joinTraces(sender, receiver)?.hops ?? [];
  const last = hops.findIndex(({ side, hop }) => side === 'receiver' && hop === 'painted');
  return hops.slice(0, last + 1).reduce((sum, { tookMs }) => sum + tookMs, 0);
}

/** Proves (S21.2, S21.3, S21.5) with real keys and frames. */
export const scenario: Scenario = {
  number: 'trace',
  title: 'The hops of a message add up to what was measured in the pages, and its menu shows them',
  async run(context) {
    const [a, b] = await context.bothInSharedChat();
    await a.focusWindow();
    const differences: number[] = [];
    for (const text of texts) {
      await a.send(text);
      const painted = await b.waitForMessage(text);
      const pressed = (await a.entered()).find((entry) => entry.text === text);
      const own = await a.waitForMessage(text);
      const sender = await whole({ person: a, key: own.key, hop: 'acked' });
      const receiver = await whole({ person: b, key: painted.key, hop: 'painted' });
      const measured = painted.paintedAt - Number(pressed?.at);
      differences.push(Math.abs(sumOfHops(sender, receiver) - measured));
    }
    const sorted = differences.toSorted((one, other) => one - other);
    const seen = sorted.map((ms) => ms.toFixed(2)).join(', ');
    const median = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
    context.holds(
      'the hops add up to what was measured',
      `median ≤ ${medianMs} ms`,
      seen,
      median <= medianMs,
    );
    context.holds(
      'and of no message they are far off',
      `≤ ${worstMs} ms`,
      seen,
      (sorted.at(-1) ?? Number.NaN) <= worstMs,
    );

    const text = texts.at(-1) ?? '';
    const { key } = await a.waitForMessage(text);
    const { copies = [], messageId } = (await traceOf(a, key)) ?? {};
    context.same(
      'both copies of the sender are told',
      ['answer', 'personal'],
      copies.map(({ way }) => way).sort(),
    );
    context.holds('and the name that the server gave', 'msg_…', messageId, /^msg_/.test(messageId ?? ''));

    // At A by the keyboard alone, from the empty field up to the newest message.
    await a.composer.focus();
    const inFeed = "document.activeElement?.getAttribute('role') === 'feed'";
    await until('Shift+Tab has come to the messages', async () => {
      await a.page.keyboard.press('Shift+Tab');
      return a.page.evaluate<boolean>(inFeed);
    });
    await a.page.keyboard.press('ArrowUp');
    await a.page.keyboard.press('Enter');
    await a.page.getByRole('menu').waitFor();
    await a.page.keyboard.press('End');
    await a.page.keyboard.press('Enter');
    const sheet = a.page.getByRole('dialog', { name: 'Путь сообщения' });
    await sheet.waitFor();
    const steps = sheet.getByRole('table', { name: 'Путь сообщения по шагам' });
    context.same('every step of the sender is there', 1 + 7, await steps.getByRole('row').count());
    await sheet
      .getByText(/прочитано|доставлено/)
      .first()
      .waitFor();

    // At B by the button beside the bubble, in the other language and theme.
    await b.page.evaluate("chat3.updateSettings({ language: 'en', theme: 'dark' })");
    await b.page.getByPlaceholder('Message').waitFor();
    await b.focusWindow();
    await b.openMenuOf(text);
    await b.page.getByRole('menuitem', { name: 'Message path…' }).click();
    const other = b.page.getByRole('dialog', { name: 'Message path' });
    await other.getByText('first: shown').waitFor();
    await settled(b.page);
    await context.takePicture('message-path');
    await b.page.keyboard.press('Escape');
    await other.waitFor({ state: 'detached' });
  },
};
