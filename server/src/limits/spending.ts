import { z } from 'zod';
import type { Bus } from '../relay/bus.ts';

/** How long others are not told of it: all that is spent meanwhile is one message. */
const TELL_MS = 100;

const spentSchema = z.array(z.tuple([z.string(), z.string(), z.number()]));

/** So many points of a key were spent; fewer than none were given back. */
export type Spent = (key: string, points: number) => void;
/** Makes a count one with those of its name at other nodes: `hear` is told what is spent there; the answer, what is spent here. */
export type Join = (hear: Spent) => Spent;

/** Of a count that is this process's own. */
export const alone: Join = () => () => undefined;

/**
 * What the nodes of one server have spent, told by each to the others. Nobody waits for it: each count decides by what it has
 * heard so far, and where nothing is heard, by what was spent here.
 */
export function shareSpending(bus: Bus): (name: string) => Join {
  const hearers = new Map<string, Spent>();
  const untold = new Map<string, Map<string, number>>();
  let isDue = false;

  const tell = () => {
    isDue = false;
    const spent = [...untold].flatMap(([name, keys]) =>
      [...keys].filter(([, points]) => points !== 0).map(([key, points]) => [name, key, points]),
    );
    untold.clear();
    if (spent.length > 0) bus.say('spent', spent);
  };
  bus.listen('spent', (_node, body) => {
    for (const [name, key, points] of spentSchema.parse(body)) hearers.get(name)?.(key, points);
  });
  return (name) => (hear) => {
    hearers.set(name, hear);
    return (key, points) => {
      const keys = untold.get(name) ?? new Map<string, number>();
      untold.set(name, keys.set(key, (keys.get(key) ?? 0) + points));
      if (isDue) return;
      isDue = true;
      setTimeout(tell, TELL_MS).unref();
    };
  };
}
