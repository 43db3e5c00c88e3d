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
const flakyForMs = 20_000;

/** A state of the old system with the two people and their chat. */
export class OldServer implements ScenarioServer {
  readonly patienceMs: number;
  readonly log = '';
  readonly #old: OldBackend;
  readonly #isFlaky: boolean;
  #isUp = true;
  #troubles: Promise<unknown> = Promise.resolve();

  private constructor(old: OldBackend, { flaky = false }: OldServerOptions) {
    this.#old = old;
    this.#isFlaky = flaky;
    this.patienceMs = flaky ? flakyPatienceMs : 15_000;
  }

  static async start(options: OldServerOptions): Promise<OldServer> {
    const { variant, slow } = options;
    const old = await startOldBackend({ random: createRandom(1), variant, ...(slow ? { slow } : {}) });
    const [first = '', ...others] = [aleksandr, andrey].map(
      ({ phone, name }) => old.state.addUser(phone, name).userId,
    );
    old.state.addDialog(sharedChat, first, others);
    return new OldServer(old, options);
  }

  get url(): string {
    return this.#old.url;
  }

  /** It may lose the joins of a fresh connection; what they miss is found by a look a second later. */
  get promptMs(): number {
    return this.#isFlaky ? flakyPatienceMs : 2_000;
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
