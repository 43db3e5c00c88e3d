import type { SlowOptions } from '../fixtures/oldBackend/slow.ts';
import type { OldVariantName } from '../fixtures/oldBackend/variants.ts';
import { type OldBackend, startOldBackend } from '../fixtures/oldBackend.ts';
import { createRandom } from '../simulation/virtualClock.ts';
import { aleksandr, andrey, sharedChat } from './people.ts';
import type { ScenarioServer } from './server.ts';

export interface OldServerOptions {
  variant: OldVariantName;
  /** The service behind it takes its time. */
  slow?: SlowOptions;
  /** The services behind it die and come back for twenty seconds, and a tenth of the answers is lost. */
  flaky?: boolean;
}

/** While services are away, nothing is prompt: it is enough that everything comes. */
const flakyPatienceMs = 100_000;
/** Fifty messages one after the other, each up to 0.4 s. */
const slowPatienceMs = 45_000;
const flakyForMs = 20_000;

/** A state of the old system with the two people and their chat. */
export class OldServer implements ScenarioServer {
  readonly patienceMs: number;
  readonly isSlow: boolean;
  readonly log = '';
  readonly #old: OldBackend;
  readonly #isFlaky: boolean;
  #isUp = true;
  #troubles: Promise<unknown> = Promise.resolve();

  private constructor(old: OldBackend, { flaky = false, slow }: OldServerOptions) {
    this.#old = old;
    this.#isFlaky = flaky;
    this.isSlow = flaky || slow !== undefined;
    this.patienceMs = flaky ? flakyPatienceMs : slow ? slowPatienceMs : 30_000;
  }

  static async start(options: OldServerOptions): Promise<OldServer> {
    const { variant, slow } = options;
    // RabbitMQ loses nothing while it runs: then it is killed.
    const old = await startOldBackend({
      random: createRandom(1),
      variant,
      brokerChance: 1,
      ...(slow ? { slow } : {}),
    });
    // A third member: a chat of two has the other person's name where the server knows of such chats.
    const silent = { phone: '79000000003', name: 'Ольга Морозова' };
    const [first = '', ...others] = [aleksandr, andrey, silent].map(
      ({ phone, name }) => old.state.addUser(phone, name).userId,
    );
    old.state.addDialog(sharedChat, first, others);
    return new OldServer(old, options);
  }

  get url(): string {
    return this.#old.url;
  }

  /** It may lose the joins of a fresh connection, and brings updates up to a second late; what was missed is found by a look. */
  get promptMs(): number {
    return this.#isFlaky ? flakyPatienceMs : 3_000;
  }

  trouble(): void {
    if (!this.#isFlaky) return;
    this.#old.setLostAnswers(0.1);
    this.#troubles = this.#old.beFlaky(flakyForMs, ['chat3', 'rabbit', 'database']);
  }

  async startAgain(): Promise<void> {
    await this.#old.startAgain();
    this.#isUp = true;
  }

  async stop(): Promise<void> {
    if (this.#isUp) await this.#old.stop();
    this.#isUp = false;
  }

  async close(): Promise<void> {
    await this.#troubles;
    await this.stop();
  }
}
