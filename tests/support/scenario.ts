import { join } from 'node:path';
import { App, type AppOptions, type Bounds } from './app.ts';
import type { Display } from './display.ts';
import type { Machine } from './machine.ts';
import { NotificationDaemon } from './notificationDaemon.ts';
import { type Cast, type DemoPerson, demoCast } from './people.ts';
import { type Pace, Person } from './person.ts';
import { rootDirectory } from './root.ts';
import { type ScenarioServer, ServerProcess } from './server.ts';
import type { Step } from './step.ts';

export interface ScenarioResult {
  scenario: string;
  title: string;
  ok: boolean;
  steps: Step[];
  pictures: string[];
}

export interface Scenario<Server extends ScenarioServer = ServerProcess> {
  /** Its number in the acceptance list, or a name for those that are not in it. */
  number: string;
  title: string;
  /** Where the tests' usual limit is too short. */
  timeLimitMs?: number;
  run(context: ScenarioContext<Server>): Promise<void>;
}

export interface WindowOptions {
  environment?: Record<string, string>;
  /** Another way to the server than the straight one; null: the app is told none. */
  server?: string | null;
  switches?: readonly string[];
  machine?: Pick<Machine, 'wrap'>;
  /** Where several profiles live side by side; kept for them. */
  userDataDirectory?: string;
}

/** For somebody who watches: how slowly people act, and what happens after each step. */
export interface Watching {
  pace?: Pace;
  onStep?(step: Step): void;
  /** false: none of what is on the screen is kept. */
  pictures?: boolean;
  /** The windows are still open. */
  onEnd?(): Promise<void>;
}

/** Ends a scenario at a step that did not hold; the steps themselves tell the rest. */
class StepFailed extends Error {}

/** What a scenario has at hand: a fresh server, people with windows, and the record of what was seen. */
export class ScenarioContext<Server extends ScenarioServer = ServerProcess> {
  readonly server: Server;
  readonly display: Display;
  /** Who takes part, and in which chat. */
  readonly cast: Cast;
  readonly steps: Step[] = [];
  readonly #launches: Promise<App>[] = [];
  readonly #afterwards: (() => Promise<void>)[] = [];
  readonly #watching: Watching;

  constructor(server: Server, display: Display, watching: Watching = {}) {
    this.server = server;
    this.display = display;
    this.cast = server.cast ?? demoCast;
    this.#watching = watching;
  }

  /** Opens a window for somebody, on the left or right half of the screen. */
  async openWindow(
    who: DemoPerson,
    { server = this.server.url, ...options }: WindowOptions = {},
  ): Promise<Person> {
    return this.#open(
      App.launch({
        display: this.display,
        profile: who.profile,
        ...(server === null ? {} : { server }),
        bounds: halfOf(this.display, who === this.cast.a ? 'left' : 'right'),
        language: 'ru',
        ...options,
      }),
    );
  }

  /** Starts somebody's app again after it has ended. */
  async openAgain(person: Person, changes: Partial<AppOptions> = {}): Promise<Person> {
    return this.#open(person.app.launchAgain(changes));
  }

  async signedIn(who: DemoPerson, options: WindowOptions = {}): Promise<Person> {
    const person = await this.openWindow(who, options);
    await person.signIn(who.phone, () => this.cast.code(who));
    await person.waitUntilLive();
    return person;
  }

  /** Both people signed in and looking at the shared chat. */
  async bothInSharedChat(): Promise<[a: Person, b: Person]> {
    const [a, b] = await Promise.all([this.signedIn(this.cast.a), this.signedIn(this.cast.b)]);
    await this.openSharedChat(a, b);
    this.server.trouble?.();
    return [a, b];
  }

  async openSharedChat(...people: Person[]): Promise<void> {
    const made = await this.server.makeChat?.();
    const open = (person: Person) =>
      made === undefined ? person.openChat(this.cast.chat) : person.openChatById(made);
    await Promise.all(people.map(open));
    // Making it may have cut them off.
    if (made !== undefined) await Promise.all(people.map((person) => person.waitUntilLive()));
  }

  /** Sees what the system shows from now on. Before the windows open: they keep to the daemon they found. */
  async watchNotifications(): Promise<NotificationDaemon> {
    const daemon = await NotificationDaemon.start(this.display.environment);
    this.afterwards(async () => daemon.close());
    return daemon;
  }

  /** Has something done when the windows are closed. */
  afterwards(task: () => Promise<void>): void {
    this.#afterwards.push(task);
  }

  /** Records a step whose outcome must equal what is expected. */
  same(step: string, expected: unknown, seen: unknown): void {
    const [wanted, got] = [inWords(expected), inWords(seen)];
    this.holds(step, wanted, got, wanted === got);
  }

  /** Records a step that holds or does not. */
  holds(step: string, expected: string, seen: unknown, ok: boolean): void {
    this.#record({ step, expected, seen: inWords(seen), ok });
    if (!ok) throw new StepFailed(`${step}: expected ${expected}, seen ${inWords(seen)}`);
  }

  /** Records whether a message was shown as soon as this server lets it. */
  isPrompt(step: string, delayMs: number): void {
    const { promptMs } = this.server;
    this.holds(step, `≤ ${promptMs} ms`, `${delayMs} ms`, delayMs <= promptMs);
  }

  async takePicture(name: string): Promise<string[]> {
    const file = join('reports', `${name}.png`);
    return (await this.display.takePicture(join(rootDirectory, file))) ? [file] : [];
  }

  /** Ends the apps and the server, and records what went wrong inside the windows while nobody looked. */
  async close(): Promise<void> {
    // One that is still starting when a scenario fails has to be waited for, or it would outlive the test.
    const launches = await Promise.allSettled(this.#launches);
    const apps = launches.flatMap((launch) => (launch.status === 'fulfilled' ? [launch.value] : []));
    await Promise.all(apps.map((app) => app.quit().catch(() => app.kill())));
    await Promise.all(apps.map((app) => app.removeData()));
    await this.server.close();
    for (const step of this.server.remains?.() ?? []) this.#record(step);
    for (const task of this.#afterwards) await task();
    const problems = apps.flatMap((app) => app.problems.map((text) => `${app.profile}: ${text}`));
    const expected = 'no policy violation, no uncaught error';
    this.#record({
      step: 'inside the windows',
      expected,
      seen: problems.length === 0 ? expected : problems.join('\n'),
      ok: problems.length === 0,
    });
  }

  async #open(launch: Promise<App>): Promise<Person> {
    this.#launches.push(launch);
    return new Person(await launch, this.server.patienceMs, this.#watching.pace);
  }

  #record(step: Step): void {
    this.steps.push(step);
    this.#watching.onStep?.(step);
  }
}

/** Runs a scenario from nothing to nothing, with our server; failures are in the result, never thrown. */
export async function runScenario(scenario: Scenario, display: Display): Promise<ScenarioResult> {
  return runScenarioOn(await ServerProcess.start(), scenario, display);
}

/** The same with another server, which is closed at the end. */
export async function runScenarioOn<Server extends ScenarioServer>(
  server: Server,
  scenario: Scenario<Server>,
  display: Display,
  watching: Watching = {},
): Promise<ScenarioResult> {
  const context = new ScenarioContext(server, display, watching);
  const pictures: string[] = [];
  try {
    await scenario.run(context);
  } catch (error) {
    if (watching.pictures !== false)
      pictures.push(...(await context.takePicture(`e2e-${scenario.number}-failed`)));
    if (!(error instanceof StepFailed)) {
      const seen = `${error instanceof Error ? error.stack : error}\n${context.server.log.slice(-2000)}`;
      context.steps.push({ step: 'the scenario went through', expected: 'no error', seen, ok: false });
    }
  }
  await watching.onEnd?.();
  await context.close();
  const ok = context.steps.every((step) => step.ok);
  return { scenario: scenario.number, title: scenario.title, ok, steps: context.steps, pictures };
}

function halfOf(display: { width: number; height: number }, side: 'left' | 'right'): Bounds {
  const width = Math.floor(display.width / 2);
  return { x: side === 'left' ? 0 : width, y: 0, width, height: display.height };
}

function inWords(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
