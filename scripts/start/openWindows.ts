import { createFaultProxy, type FaultProxy } from '../../tests/chaos/faultProxy.ts';
import { App } from '../../tests/support/app.ts';
import type { Display } from '../../tests/support/display.ts';
import { type DemoPerson, demoCode, demoPeople, sharedChat } from '../../tests/support/people.ts';
import { Person } from '../../tests/support/person.ts';
import type { ServerProcess } from '../../tests/support/server.ts';
import { Controller } from '../panel/controller.ts';
import { openPanel, type Panel, panelHeight } from '../panel/openPanel.ts';
import { Seat } from '../panel/seat.ts';
import { arrange } from './arrange.ts';
import { chatTitles, openChat, settleIn } from './company.ts';
import { takeSignalsBack } from './signals.ts';
import type { StartOptions } from './start.ts';
import type { Language } from './words.ts';

/** Everything on a display; what closes it again is added to `stops`. */
export interface Show {
  display: Display;
  server: ServerProcess;
  stops: (() => Promise<void>)[];
}

type WindowOptions = Pick<StartOptions, 'users' | 'smoke' | 'language'>;

/** The windows, each behind a line of its own, and the controller's window below them. */
export async function openWindowsWithPanel(
  show: Show,
  options: WindowOptions,
): Promise<{ seats: Seat[]; panel: Panel }> {
  const { display, server, stops } = show;
  const lines = await openLines(server, options.users, stops);
  const people = await openWindows(show, options, lines);
  const launchAgain = async ({ app }: Person) => new Person(keep(await app.launchAgain(), stops));
  const seats = people.flatMap((person, index) =>
    lines[index] ? [new Seat(person, lines[index], launchAgain)] : [],
  );
  const panel = await openPanel(new Controller(seats, server), display, options.language);
  takeSignalsBack();
  stops.push(() => panel.close());
  return { seats, panel };
}

/** Signs everybody in through the screens that people use, and opens a chat they share. */
export async function openWindows(
  { display, server, stops }: Show,
  { users, smoke: measured, language }: WindowOptions,
  lines: readonly FaultProxy[] = [],
): Promise<Person[]> {
  const launch = async (who: DemoPerson, index: number): Promise<Person> => {
    const address = lines[index]?.url ?? server.url;
    const app = await App.launch({ display, profile: who.profile, server: address, language: 'ru' });
    return new Person(keep(app, stops));
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

function keep(app: App, stops: Show['stops']): App {
  stops.push(async () => {
    await app.quit().catch(() => app.kill());
    await app.removeData();
  });
  return app;
}

/** In the chat of the two, or for everybody else in the one of all; the sign-in before speaks Russian. */
async function settle(person: Person, index: number, language: Language): Promise<void> {
  if (index === 0) await settleIn(person, language);
  await person.page.evaluate(`chat3.updateSettings({ language: '${language}' })`);
  const titles = chatTitles(language);
  await openChat(person, [titles.ofFirst, titles.ofSecond][index] ?? titles.ofAll);
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
