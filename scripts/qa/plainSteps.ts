/** A tester's own scenario: a file of plain steps, a line each, in Russian or English. */

export type Side = 'A' | 'B';

export type ServerAction = { does: 'serverStops' | 'serverStarts' };

export type Action =
  | ServerAction
  | { does: 'writes' | 'sees' | 'opens'; who: Side; text: string }
  | { does: 'goesOffline' | 'comesOnline' | 'quits' | 'starts' | 'reads'; who: Side }
  | { does: 'tick'; who: Side; tick: 'sent' | 'delivered' | 'read'; text: string }
  | { does: 'lost'; who: Side; count: number };

export interface PlainStep {
  /** Counted from 1, in the file. */
  line: number;
  words: string;
  action: Action;
}

export interface PlainScenario {
  title: string;
  steps: PlainStep[];
}

/** What is wrong with which lines. */
export class PlainStepsError extends Error {}

const sides: Record<string, Side> = { a: 'A', b: 'B', а: 'A', б: 'B', в: 'B' };
const ticks = {
  отправлено: 'sent',
  доставлено: 'delivered',
  прочитано: 'read',
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
} as const;

/** Each begins with who does it, except for the server's. */
const sentences: [RegExp, (who: Side, words: string[]) => Action][] = [
  [/^(?:пишет|writes): *(.+)$/iu, (who, [text = '']) => ({ does: 'writes', who, text })],
  [/^(?:видит|sees): *(.+)$/iu, (who, [text = '']) => ({ does: 'sees', who, text })],
  [/^(?:открывает чат|opens chat): *(.+)$/iu, (who, [text = '']) => ({ does: 'opens', who, text })],
  [/^(?:без сети|offline)$/iu, (who) => ({ does: 'goesOffline', who })],
  [/^(?:в сети|online)$/iu, (who) => ({ does: 'comesOnline', who })],
  [/^(?:закрывает программу|quits)$/iu, (who) => ({ does: 'quits', who })],
  [/^(?:открывает программу|starts)$/iu, (who) => ({ does: 'starts', who })],
  [/^(?:смотрит в окно|looks)$/iu, (who) => ({ does: 'reads', who })],
  [
    /^(?:галочка|tick) (отправлено|доставлено|прочитано|sent|delivered|read): *(.+)$/iu,
    (who, [tick = '', text = '']) => ({
      does: 'tick',
      who,
      tick: ticks[tick.toLowerCase() as keyof typeof ticks],
      text,
    }),
  ],
  [/^(?:потеряно|lost): *(\d+)$/iu, (who, [count]) => ({ does: 'lost', who, count: Number(count) })],
];

const server: [RegExp, ServerAction][] = [
  [/^(?:сервер останавливается|server stops)$/iu, { does: 'serverStops' }],
  [/^(?:сервер запускается|server starts)$/iu, { does: 'serverStarts' }],
];

/** One of each kind, for whoever has written another. */
export const samples: Record<Action['does'], string> = {
  writes: 'А пишет: текст',
  sees: 'Б видит: текст',
  tick: 'А галочка прочитано: текст',
  goesOffline: 'Б без сети',
  comesOnline: 'Б в сети',
  reads: 'Б смотрит в окно',
  opens: 'А открывает чат: имя',
  quits: 'А закрывает программу',
  starts: 'А открывает программу',
  serverStops: 'Сервер останавливается',
  serverStarts: 'Сервер запускается',
  lost: 'Б потеряно: 0',
};

/** Blank lines and those that begin with # are for the reader. Throws PlainStepsError naming every line it cannot read. */
export function readPlainSteps(text: string, title: string): PlainScenario {
  const scenario: PlainScenario = { title, steps: [] };
  const unreadable: string[] = [];
  for (const [index, whole] of text.split('\n').entries()) {
    const words = whole.trim().replace(/\.$/u, '');
    if (words === '' || words.startsWith('#')) continue;
    const named = /^(?:название|title): *(.+)$/iu.exec(words)?.[1];
    if (named !== undefined) {
      scenario.title = named;
      continue;
    }
    const action = readAction(words);
    if (action === undefined) unreadable.push(`${index + 1}: ${words}`);
    else scenario.steps.push({ line: index + 1, words, action });
  }
  if (unreadable.length > 0) throw new PlainStepsError(unreadable.join('\n'));
  return scenario;
}

function readAction(words: string): Action | undefined {
  const ofServer = server.find(([pattern]) => pattern.test(words));
  if (ofServer !== undefined) return ofServer[1];
  const [, letter = '', rest = ''] = /^(\p{L}) +(.+)$/u.exec(words) ?? [];
  const who = sides[letter.toLowerCase()];
  if (who === undefined) return undefined;
  for (const [pattern, make] of sentences) {
    const found = pattern.exec(rest);
    if (found !== null) return make(who, found.slice(1));
  }
  return undefined;
}
