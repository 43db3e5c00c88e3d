/** Two gateways as the server of a stage, in front of a stand-in of Chat3 and a real RabbitMQ. */
import { standInKey, startStandIn } from '../fixtures/chat3/standIn.ts';
import { RabbitServer } from '../support/rabbit.ts';
import type { Backend } from './backends.ts';
import { type Nodes, startNodes } from './nodes.ts';

export type Gateways = Awaited<ReturnType<typeof startGateways>>;

export async function startGateways(count: number, scale: number, seed: number) {
  const rabbit = await RabbitServer.start();
  const chat3 = await startStandIn({ variant: 'c', rabbitUrl: rabbit.url, seed });
  const nodes: Nodes = await startNodes(count, scale, {
    CHAT3_API_URL: chat3.url,
    CHAT3_API_KEY: standInKey,
    RABBITMQ_URL: rabbit.url,
  });
  const closeNodes = nodes.close;
  return Object.assign(nodes, {
    rabbit,
    chat3,
    async close(): Promise<void> {
      await closeNodes();
      await chat3.close();
      await rabbit.close();
    },
  });
}

/** The gateways behind a stage that was opened with them. */
export function gatewaysOf(stage: { backend: Backend }): Gateways {
  if (!('rabbit' in stage.backend)) throw new Error('This stage has another server');
  return stage.backend as Gateways;
}
