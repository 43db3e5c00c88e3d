import { createFaultProxy, type FaultProxy } from '../../tests/chaos/faultProxy.ts';
import { App } from '../../tests/support/app.ts';
import { takeCrashes } from '../../tests/support/crashes.ts';
import { type Display, openDisplay, personalDisplay } from '../../tests/support/display.ts';
import { type DemoPerson, demoCode, demoPeople, sharedChat } from '../../tests/support/people.ts';
import { Person } from '../../tests/support/person.ts';
import { ServerProcess } from '../../tests/support/server.ts';
import { Controller } from '../panel/controller.ts';
import { openPanel, panelHeight } from '../panel/openPanel.ts';
import { Seat } from '../panel/seat.ts';
import { arrange } from './arrange.ts';
import { chatTitles, openChat, settleIn } from './company.ts';
import { converse } from './conversation.ts';
import { smoke } from './smoke.ts';
import { type Language, words } from './words.ts';

export interface StartOptions {
  smoke: boolean;
  /** Whether the controller's window opens: each instance then sits behind a line of its own, and nobody talks by themselves. */
  panel: boolean;
  /** How many windows, 1 to 5. */
  users: number;
  /** Of the windows, the company and the terminal. */
  language: Language;
  electronVersion: string;
  /** Whether to open a virtual display. */
  ownDisplay: boolean;
}

/** Starts server and windows, lets people talk, and stays until it is told to stop; resolves with the exit code. */
export async function start(options: StartOptions): Promise<number> {
  const stops: (() => Promise<void>)[] = [];
  const stopAll = async () => {
    for (const stop of stops.splice(0).reverse()) await stop();
  };
  const interrupted = nextSignal();
  const show = async () => {
    const display = options.ownDisplay ? await openDisplay() : personalDisplay();
    stops.push(() => display.close());
    // The measured run keeps to the small world that tests count on.
    const server = await ServerProcess.start({ world: options.smoke ? 'small' : options.language });
    stops.push(() => server.close());
    console.log(`Electron ${options.electronVersion}, server ${server.url}`);

    const lines = options.panel ? await openLines(server, options.users, stops) : [];
    const people = await openWindows(display, server, lines, options, stops);
    if (options.smoke)
      return smoke({ people, display, server: server.url, electron: options.electronVersion });

    if (options.panel) {
      const seats = lines.flatMap((line, index) => (people[index] ? [new Seat(people[index], line)] : []));
      const panel = await openPanel(new Controller(seats, server), display, options.language);
      takeSignalsBack();
      stops.push(() => panel.close());
      console.log(words[options.language].steps.panel);
    } else await converse({ people, server, language: options.language });
    await Promise.all(people.map(({ app }) => app.ended));
    return 0;
  };
  let code = 1;
  try {
    code = await Promise.race([show(), interrupted]);
  } finally {
    await stopAll();
  }
  // Also while the windows were closing, when nobody looks any more.
  const crashes = await takeCrashes();
  for (const crash of crashes) console.error(`Crashed: ${crash}`);
  return crashes.length > 0 ? 1 : code;
}

/** A line to the server for each instance. */
async function openLines(
  server: ServerProcess,
  count: number,
  stops: (() => Promise<void>)[],
): Promise<FaultProxy[]> {
  const targetPort = () => Number(new URL(server.url).port);
  const lines = await Promise.all(Array.from({ length: count }, () => createFaultProxy({ targetPort })));
  stops.push(async () => void (await Promise.all(lines.map((line) => line.close()))));
  return lines;
}

/** Signs everybody in through the screens that people use, and opens a chat they share. */
async function openWindows(
  display: Display,
  server: ServerProcess,
  lines: readonly FaultProxy[],
  { users, smoke: measured, language }: StartOptions,
  stops: (() => Promise<void>)[],
): Promise<Person[]> {
  const launch = async (who: DemoPerson, index: number): Promise<Person> => {
    const address = lines[index]?.url ?? server.url;
    const app = await App.launch({ display, profile: who.profile, server: address, language: 'ru' });
    stops.push(async () => {
      await app.quit().catch(() => app.kill());
      await app.removeData();
    });
    return new Person(app);
  };
  const everybody = demoPeople.slice(0, users);
  // Everybody is waited for, also when one fails: whoever is up must be stopped again.
  const launches = await Promise.allSettled(everybody.map(launch));
  const people = launches.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  });
  takeSignalsBack();
  await arrange(
    people.map(({ app }) => app),
    lines.length > 0 ? panelHeight : 0,
  );
  await Promise.all(
    people.map(async (person, index) => {
      await person.signIn(String(everybody[index]?.phone), demoCode);
      await person.waitUntilLive();
      if (measured) await person.openChat(sharedChat);
      else await settle(person, index, language);
    }),
  );
  return people;
}

/** In the chat of the two, or for everybody else in the one of all; the sign-in before speaks Russian. */
async function settle(person: Person, index: number, language: Language): Promise<void> {
  if (index === 0) await settleIn(person, language);
  await person.page.evaluate(`chat3.updateSettings({ language: '${language}' })`);
  const titles = chatTitles(language);
  await openChat(person, [titles.ofFirst, titles.ofSecond][index] ?? titles.ofAll);
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
let onSignal: () => void = () => {};

/** Resolves with the exit code when somebody asks us to stop. */
function nextSignal(): Promise<number> {
  return new Promise((resolve) => {
    onSignal = () => resolve(0);
    for (const signal of signals) process.on(signal, onSignal);
  });
}

/** Playwright ends this process on a signal as soon as its apps are gone, before the server and the data are. */
function takeSignalsBack(): void {
  for (const signal of signals) {
    process.removeAllListeners(signal);
    process.on(signal, onSignal);
  }
}
