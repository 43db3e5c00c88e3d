import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { longestReportBytes, parseReport } from '../../../src/shared/report.ts';
import type { Person } from '../../support/person.ts';
import type { Scenario } from '../../support/scenario.ts';
import { until } from '../../support/until.ts';

const words = 'Никому не показывать canary-e2e-6630';

/** The system's dialogs cannot be pressed: they answer with this path, and tell what they proposed. */
async function answerDialogs(person: Person, path: string): Promise<void> {
  await person.app.electron.evaluate(({ dialog }, chosen) => {
    const proposed: string[] = [];
    Object.assign(globalThis, { proposed });
    dialog.showSaveDialog = (async (_window: unknown, { defaultPath = '' } = {}) => {
      proposed.push(defaultPath);
      return { canceled: false, filePath: chosen };
    }) as unknown as typeof dialog.showSaveDialog;
    dialog.showOpenDialog = (async () => ({
      canceled: false,
      filePaths: [chosen],
    })) as unknown as typeof dialog.showOpenDialog;
  }, path);
}

/** Proves (S23.1, S23.2). */
export const scenario: Scenario = {
  number: 'report',
  title: 'A report is saved without a word of anybody, and opened; what is none is refused',
  async run(context) {
    const folder = await mkdtemp(join(tmpdir(), 'chat3-report-'));
    context.afterwards(() => rm(folder, { recursive: true, force: true }));
    const [a, b] = await context.bothInSharedChat();
    await a.send(words);
    await b.waitForMessage(words);

    const file = join(folder, 'report.json');
    await answerDialogs(a, file);
    await a.page.keyboard.press('Control+,');
    await a.page.getByRole('dialog').getByRole('tab').last().click();
    await a.page.getByRole('button', { name: 'Диагностика' }).click();
    const picture = a.page.getByRole('img', { name: /^Соединение с .+ на связи/ });
    await picture.waitFor();
    const status = a.page.getByRole('dialog').getByRole('status');
    await a.page.getByRole('button', { name: 'Сохранить отчёт' }).click();
    await a.page.getByText(/^Сохранено: /).waitFor();
    const [proposed = ''] = await a.app.electron.evaluate(
      () => (globalThis as unknown as { proposed: string[] }).proposed,
    );
    const name = /chat3-diagnostics-\d{4}-\d\d-\d\d-\d{4}-[^/\\]+\.json$/;
    context.holds('the name tells when and where', String(name), proposed, name.test(proposed));

    const text = await readFile(file, 'utf8');
    const report = parseReport(text);
    context.same('the file is a report', 'live', report?.diagnostics.state);
    context.same('it begins with an attempt', 'attempt', report?.happenings[0]?.kind);
    const { session, dialogs } = await a.snapshot();
    const own = session.state === 'signedIn' ? session.user : null;
    const secrets = [words, own?.name, own?.phone, own?.userId, ...dialogs.map(({ dialogId }) => dialogId)];
    const found = secrets.filter((secret) => secret && text.includes(secret));
    context.same('nothing in it names anybody or says what was written', [], found);
    if (process.platform !== 'win32')
      context.same('others cannot read it', '600', ((await stat(file)).mode & 0o777).toString(8));

    await a.page.getByRole('button', { name: 'Открыть отчёт…' }).click();
    const band = a.page.getByText(/^Отчёт от .+ с компьютера /);
    await band.waitFor();
    context.same('the picture of the report is shown', true, await picture.isVisible());
    await a.page.getByRole('button', { name: 'Вернуться' }).click();
    await band.waitFor({ state: 'detached' });

    const none = [`{"a":"${words}"}`, `${text}${' '.repeat(longestReportBytes)}`];
    for (const content of none) {
      await writeFile(file, content);
      await a.page.getByRole('button', { name: 'Открыть отчёт…' }).click();
      const said = await until('a sentence', async () => {
        const sentence = await status.innerText();
        return /^Этот файл не похож на отчёт/.test(sentence) ? sentence : undefined;
      });
      context.same('what is no report is refused in words', false, said.includes('canary'));
      await a.page.getByRole('button', { name: 'Сохранить отчёт' }).click();
      await a.page.getByText(/^Сохранено: /).waitFor();
    }
  },
};
