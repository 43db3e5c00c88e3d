import { type StandIn, standInKey, startStandIn } from '../fixtures/chat3/standIn.ts';
import { sharedChat } from './people.ts';
import type { RabbitServer } from './rabbit.ts';
import { type ScenarioServer, ServerProcess } from './server.ts';

/** Our server in front of a stand-in of Chat3, which publishes to a real RabbitMQ; the two people have their chat there. */
export class GatewayServer implements ScenarioServer {
  /** Chat3 answers, and then its broker tells. */
  readonly promptMs = 3_000;
  readonly #server: ServerProcess;
  readonly #chat3: StandIn;

  private constructor(server: ServerProcess, chat3: StandIn) {
    this.#server = server;
    this.#chat3 = chat3;
  }

  static async start(rabbit: RabbitServer): Promise<GatewayServer> {
    const chat3 = await startStandIn({ variant: 'c', rabbitUrl: rabbit.url });
    const createdBy = 'usr_petrov01';
    const members = [createdBy, 'usr_volkov01', 'usr_sokolov1'];
    chat3.state.addDialog({ name: sharedChat, createdBy, members });
    const environment = {
      CHAT3_API_URL: chat3.url,
      CHAT3_API_KEY: standInKey,
      RABBITMQ_URL: rabbit.url,
    };
    return new GatewayServer(await ServerProcess.start({ environment }), chat3);
  }

  get url(): string {
    return this.#server.url;
  }

  get log(): string {
    return this.#server.log;
  }

  startAgain(): Promise<void> {
    return this.#server.startAgain();
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }

  async close(): Promise<void> {
    await this.#server.close();
    await this.#chat3.close();
  }
}
