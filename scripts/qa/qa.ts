import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { type Display, openDisplay, personalDisplay } from '../../tests/support/display.ts';
import { rootDirectory } from '../../tests/support/root.ts';
import { runScenarioOn, type Scenario, type ScenarioResult } from '../../tests/support/scenario.ts';
import { type ScenarioServer, ServerProcess } from '../../tests/support/server.ts';
import type { Step } from '../../tests/support/step.ts';
import { SetupError } from '../setup/steps.mjs';
import { catalogue, type Listed } from './catalogue.ts';
import { beforeInterrupted, type ForeignOptions, openForeign } from './foreign.ts';
import { plainStepsElsewhere, playPlainSteps } from './plainScenario.ts';
import { PlainStepsError, readPlainSteps, samples } from './plainSteps.ts';
import { resultSheet } from './sheet.ts';

const watchable = { keystrokeMs: 25, lookMs: 700 };

export interface QaOptions {
  /** A number of the list, or a file with plain steps. */
  name: string;
  /** As fast as the tests. */
  fast: boolean;
  /** Whether to open a virtual display. */
  ownDisplay: boolean;
  /** A server that is not ours, and the two people there. */
  foreign?: ForeignOptions | undefined;
}

/** Prints what there is; resolves with the exit code. */
export function list(): number {
  for (const { name, title } of catalogue) console.log(`${name.padStart(4)}  ${title}`);
  return 0;
}

/** Plays one scenario, and writes `reports/qa-NAME.json` and a page beside it; resolves with the exit code. */
export async function qa({ name, fast, ownDisplay, foreign }: QaOptions): Promise<number> {
  const listed = await find(name);
  const elsewhere = foreign && scenarioElsewhere(listed);
  console.log(`${listed.name}. ${listed.title}\n`);
  const display = ownDisplay ? await openDisplay() : personalDisplay();
  try {
    if (foreign && elsewhere) return await playElsewhere({ listed, elsewhere, foreign, fast, display });
    const strip = await openStrip(display, listed.name);
    const played = await runScenarioOn(await ServerProcess.start(), listed.scenario, display, {
      ...(fast ? {} : { pace: { ...watchable, onLook: strip.take } }),
      onStep: (step) => {
        console.log(lineOf(step));
        strip.take();
      },
      onEnd: strip.end,
    });
    // The strip has the screen after a step that failed, too.
    const { pictures } = strip;
    return await report({ ...played, scenario: listed.name, title: listed.title, pictures });
  } finally {
    await display.close();
  }
}

function scenarioElsewhere({ name, elsewhere }: Listed): Scenario<ScenarioServer> {
  if (!('refusal' in elsewhere)) return elsewhere;
  const { refusal } = elsewhere;
  throw new SetupError(`Сценарий ${name} на чужом сервере не играется: ${refusal}.`);
}

/** Without pictures, phones and names: what is on the screen there is not ours to show. */
async function playElsewhere(options: {
  listed: Listed;
  elsewhere: Scenario<ScenarioServer>;
  foreign: ForeignOptions;
  fast: boolean;
  display: Display;
}): Promise<number> {
  const { listed, elsewhere, foreign, fast, display } = options;
  const server = await openForeign(foreign);
  const conceal = (step: Step): Step => ({
    ...step,
    step: server.conceal(step.step),
    expected: server.conceal(step.expected),
    seen: server.conceal(step.seen),
  });
  const end = beforeInterrupted(() => server.close());
  try {
    const played = await runScenarioOn(server, elsewhere, display, {
      ...(fast ? {} : { pace: watchable }),
      pictures: false,
      onStep: (step) => console.log(lineOf(conceal(step))),
    });
    const steps = played.steps.map(conceal);
    return await report({ ...played, steps, scenario: listed.name, title: listed.title, pictures: [] });
  } finally {
    await server.close();
    end();
  }
}

async function find(name: string): Promise<Listed> {
  const known = catalogue.find((listed) => listed.name === name);
  if (known !== undefined) return known;
  const text = await readFile(name, 'utf8').catch(() => {
    throw new SetupError(
      `Нет ни сценария, ни файла «${name}»; что есть, покажет \`npm run qa -- --list\`. No scenario and no file of this name.`,
    );
  });
  const own = basename(name, extname(name));
  try {
    const plain = readPlainSteps(text, own);
    const scenario = playPlainSteps(plain, own);
    return { name: own, title: plain.title, scenario, elsewhere: plainStepsElsewhere(plain) ?? scenario };
  } catch (error) {
    if (!(error instanceof PlainStepsError)) throw error;
    throw new SetupError(
      `Это не шаги. These lines are no steps:\n${error.message}\nБывают такие (docs/ru/qa.md; in English: docs/qa.md):\n${Object.values(samples).join('\n')}`,
    );
  }
}

const lineOf = ({ step, expected, seen, ok }: Step) =>
  ok ? `  ✓ ${step}` : `  ✗ ${step}\n      должно быть: ${expected}\n      увидели:     ${seen}`;

/** A picture after every step; one at a time, and a step that comes meanwhile shares the next. */
async function openStrip(display: Display, name: string) {
  const folder = join('reports', `qa-${name}`);
  await rm(join(rootDirectory, folder), { recursive: true, force: true });
  await mkdir(join(rootDirectory, folder), { recursive: true });
  const pictures: string[] = [];
  let last = Promise.resolve();
  let isWaiting = false;
  let hasEnded = false;
  return {
    pictures,
    take(): void {
      if (isWaiting || hasEnded) return;
      isWaiting = true;
      last = last.then(async () => {
        isWaiting = false;
        const file = join(folder, `${String(pictures.length + 1).padStart(2, '0')}.png`);
        if (await display.takePicture(join(rootDirectory, file))) pictures.push(file);
      });
    },
    /** The windows are about to close. */
    end(): Promise<void> {
      hasEnded = true;
      return last;
    },
  };
}

async function report(result: ScenarioResult): Promise<number> {
  const { version } = JSON.parse(await readFile(join(rootDirectory, 'package.json'), 'utf8')) as {
    version: string;
  };
  const file = join('reports', `qa-${result.scenario}`);
  // The page stands in the folder of the reports, and so do the pictures it shows.
  const pictures = result.pictures.map((picture) => picture.slice('reports/'.length));
  await writeFile(join(rootDirectory, `${file}.json`), `${JSON.stringify(result, null, 2)}\n`);
  await writeFile(
    join(rootDirectory, `${file}.html`),
    resultSheet({ ...result, pictures }, { at: new Date(), version }),
  );
  const held = result.steps.filter((step) => step.ok).length;
  console.log(
    `\n${result.ok ? 'Прошло' : 'Не прошло, верно'}: ${held} из ${result.steps.length}. ${file}.html`,
  );
  return result.ok ? 0 : 1;
}
