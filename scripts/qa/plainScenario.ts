import { createFaultProxy, type FaultProxy } from '../../tests/chaos/faultProxy.ts';
import type { DemoPerson } from '../../tests/support/people.ts';
import type { Person } from '../../tests/support/person.ts';
import type { Scenario, ScenarioContext } from '../../tests/support/scenario.ts';
import type { ScenarioServer } from '../../tests/support/server.ts';
import type { Action, PlainScenario, Side } from './plainSteps.ts';

/** One of the two, who sits behind a line of their own that can be cut. */
interface Seat {
  person: Person;
  line: FaultProxy;
}

/** Two people in their shared chat; then the steps, one after the other, until one does not hold. */
export function playPlainSteps({ title, steps }: PlainScenario, name: string): Scenario<ScenarioServer> {
  return {
    number: name,
    title,
    async run(context) {
      const seats = await takeSeats(context);
      for (const { words, action } of steps) {
        const failure = await perform(context, seats, action).then(
          () => null,
          (error: unknown) => (error instanceof Error ? error.message : String(error)),
        );
        context.holds(words, words, failure ?? words, failure === null);
      }
    },
  };
}

/** Why these steps cannot be played on a server that is not ours; null: they can. */
export function plainStepsElsewhere({ steps }: PlainScenario): { refusal: string } | null {
  const ours = ['serverStops', 'serverStarts', 'opens'];
  const found = steps.find(({ action }) => ours.includes(action.does));
  if (found === undefined) return null;
  const reason = found.action.does === 'opens' ? 'открыл бы другой чат' : 'останавливает сервер';
  return { refusal: `шаг «${found.words}» ${reason}` };
}

async function takeSeats(context: ScenarioContext<ScenarioServer>): Promise<Record<Side, Seat>> {
  const sit = async (who: DemoPerson): Promise<Seat> => {
    const line = await createFaultProxy({ targetPort: () => Number(new URL(context.server.url).port) });
    context.afterwards(() => line.close());
    const person = await context.signedIn(who, { server: line.url });
    return { person, line };
  };
  const [A, B] = await Promise.all([sit(context.cast.a), sit(context.cast.b)]);
  await context.openSharedChat(A.person, B.person);
  return { A, B };
}

async function perform(
  context: ScenarioContext<ScenarioServer>,
  seats: Record<Side, Seat>,
  action: Action,
): Promise<void> {
  if (!('who' in action)) {
    return action.does === 'serverStops' ? context.server.stop() : context.server.startAgain();
  }
  const seat = seats[action.who];
  const { person, line } = seat;
  switch (action.does) {
    case 'writes':
      return person.send(action.text);
    case 'sees':
      await person.waitForMessage(action.text);
      return;
    case 'opens':
      return person.openChat(action.text);
    case 'tick':
      await person.waitForTick(action.text, ticksFrom(action.tick));
      return;
    case 'goesOffline':
      line.refuse(true);
      line.cut();
      return person.banner.waitFor();
    case 'comesOnline':
      line.refuse(false);
      await person.waitUntilLive();
      return;
    case 'quits':
      return person.app.quit();
    case 'starts':
      seat.person = await context.openAgain(person);
      return context.openSharedChat(seat.person);
    case 'reads':
      return person.focusWindow();
    case 'lost': {
      const lost = (await person.diagnostics()).ledger.reduce((sum, entry) => sum + entry.lost, 0);
      if (lost !== action.count) throw new Error(`Потеряно: ${lost}`);
    }
  }
}

/** What was read was delivered before. */
function ticksFrom(tick: 'sent' | 'delivered' | 'read') {
  const all = ['sent', 'delivered', 'read'] as const;
  return all.slice(all.indexOf(tick));
}
