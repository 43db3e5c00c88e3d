import { takeCrashes } from '../../tests/support/crashes.ts';
import { openDisplay, personalDisplay } from '../../tests/support/display.ts';
import type { Person } from '../../tests/support/person.ts';
import { ServerProcess } from '../../tests/support/server.ts';
import { converse } from './conversation.ts';
import { openWindows, openWindowsWithPanel } from './openWindows.ts';
import { nextSignal } from './signals.ts';
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

    if (options.panel) {
      const { seats } = await openWindowsWithPanel({ display, server, stops }, options);
      console.log(words[options.language].steps.panel);
      return allEnded(() => seats.map(({ person }) => person));
    }
    const people = await openWindows({ display, server, stops }, options);
    if (options.smoke)
      return smoke({ people, display, server: server.url, electron: options.electronVersion });

    await converse({ people, server, language: options.language });
    return allEnded(() => people);
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

/** Of those whose windows are opened again, the latest. */
async function allEnded(people: () => readonly Person[]): Promise<number> {
  for (;;) {
    const latest = people();
    await Promise.all(latest.map(({ app }) => app.ended));
    if (people().every((person, index) => person === latest[index])) return 0;
  }
}
