import { onTestFinished } from 'vitest';
import type { ServerOptions } from '../../../server/src/server.ts';
import { type StandIn, standInKey, startStandIn } from '../../fixtures/chat3/standIn.ts';
import { until } from '../../support/until.ts';
import { cast } from '../server/support.ts';

type StandInOptions = NonNullable<Parameters<typeof startStandIn>[0]>;

/** A stand-in of Chat3 that is closed at the end of the test. */
export async function standIn(options: StandInOptions = {}): Promise<StandIn> {
  const chat3 = await startStandIn(options);
  onTestFinished(() => chat3.close());
  return chat3;
}

/** What makes a server the gateway in front of it. */
export const inFrontOf = (chat3: StandIn, rabbitUrl?: string): ServerOptions => ({
  chat3ApiUrl: chat3.url,
  chat3ApiKey: standInKey,
  rabbitmqUrl: rabbitUrl,
});

/** A gateway in front of a stand-in, and three people; the broker, if there is one, is heard. */
export async function gateway(options: StandInOptions & { server?: ServerOptions } = {}) {
  const chat3 = await standIn(options);
  const metrics = { host: '127.0.0.1', port: 0 };
  const people = await cast({ ...inFrontOf(chat3, options.rabbitUrl), metrics, ...options.server });
  const figures = people.server.metricsUrl ?? '';
  // Where nothing is published, there is no exchange to listen at.
  if (chat3.publisher) await brokerIs('up', figures);
  return { chat3, figures, ...people };
}

export type Cast = Awaited<ReturnType<typeof gateway>>;

/** Resolves when the gateway with these figures hears the broker, or notices that it does not. */
export async function brokerIs(state: 'up' | 'away', figures: string): Promise<void> {
  const wanted = `chat3_broker_up ${state === 'up' ? 1 : 0}\n`;
  const isSo = async () => (await (await fetch(figures)).text()).includes(wanted);
  await until(`the broker is ${state}`, isSo, 120_000);
}
