import type { OldVariantName } from '../fixtures/oldBackend/variants.ts';
import { type OldBackend, startOldBackend } from '../fixtures/oldBackend.ts';
import { createRandom } from '../simulation/virtualClock.ts';
import { aleksandr, andrey, sharedChat } from './people.ts';
import type { ScenarioServer } from './server.ts';

/** A state of the old system with the two people and their chat. */
export class OldServer implements ScenarioServer {
  /** It may lose the joins of a fresh connection; what they miss is found by a look a second later. */
  readonly promptMs = 2_000;
  readonly log = '';
  readonly #old: OldBackend;
  #isUp = true;

  private constructor(old: OldBackend) {
    this.#old = old;
  }

  static async start(variant: OldVariantName): Promise<OldServer> {
    const old = await startOldBackend({ random: createRandom(1), variant });
    const [first = '', ...others] = [aleksandr, andrey].map(
      ({ phone, name }) => old.state.addUser(phone, name).userId,
    );
    old.state.addDialog(sharedChat, first, others);
    return new OldServer(old);
  }

  get url(): string {
    return this.#old.url;
  }

  async startAgain(): Promise<void> {
    await this.#old.startAgain();
    this.#isUp = true;
  }

  async stop(): Promise<void> {
    if (this.#isUp) await this.#old.stop();
    this.#isUp = false;
  }

  close(): Promise<void> {
    return this.stop();
  }
}
