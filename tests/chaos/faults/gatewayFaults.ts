/** What is behind and beside a gateway dies, is slow or fails, and comes back (S17.20). */
import type { Fault } from '../fault.ts';
import { gatewaysOf } from '../gateways.ts';
import { kill, longestOutageMs, type Outage, scale, withOutages } from './nodeFaults.ts';

const slowMs = 12_000;

const fault = (name: string, outage: Outage): Fault => ({
  name,
  modes: ['gateway'],
  perSeed: true,
  slow: true,
  run: (options) => withOutages(options, outage),
});

const killRabbit: Outage = (stage) => kill(gatewaysOf(stage).rabbit);
const killGateway: Outage = (stage) => kill(stage.pick(gatewaysOf(stage).nodes));

/** Every answer takes 12 s of the engines' time, and one in five is a 500, half of those after it was done. */
const hinderChat3: Outage = async (stage) => {
  const { faults } = gatewaysOf(stage).chat3;
  Object.assign(faults, { slowMs: slowMs / scale, failing: 0.2 });
  await stage.clock.after(longestOutageMs);
  return async () => void Object.assign(faults, { slowMs: 0, failing: 0 });
};

export const brokerKilled = fault('RabbitMQ killed and started, the gateway stays', killRabbit);
export const chat3Hindered = fault('Chat3 slow and failing', hinderChat3);
export const gatewayKilled = fault('a gateway killed mid-send', killGateway);
export const everyPartOfGateway = fault('every part of a gateway', async (stage, nodes) => {
  const mends = [await hinderChat3(stage, nodes), await killGateway(stage, nodes)];
  if (stage.random() < 0.5) mends.push(await killRabbit(stage, nodes));
  stage.pick(stage.clients).proxy.reset();
  return async () => {
    for (const mend of mends) await mend();
  };
});
