import { setTimeout as delay } from 'node:timers/promises';
import type { ServerContext } from '../context.ts';
import { HttpError } from '../contract/errors.ts';

/** Sends codes, and takes the same time and comes to the same end where there is none to send (P7.25). */
export class Sending {
  readonly #context: ServerContext;
  #isFailing = false;

  constructor(context: ServerContext) {
    this.#context = context;
  }

  /** Resolves after `codeAnswerMs`, whatever the sending service takes. Throws 503 while that fails, for everybody. */
  async send(code: { phone: string; code: string } | undefined): Promise<void> {
    const { codeAnswerMs } = this.#context.limits;
    const sent = code && this.#hand(code.phone, code.code);
    await (codeAnswerMs === 0 ? sent : delay(codeAnswerMs));
    if (this.#isFailing) throw new HttpError(503, 'The code could not be sent. Try again later');
  }

  async #hand(phone: string, code: string): Promise<void> {
    const { codeSender, log } = this.#context;
    try {
      await codeSender.send(phone, code);
      this.#isFailing = false;
    } catch (error) {
      log.error({ err: error }, 'a sign-in code could not be sent');
      this.#isFailing = true;
    }
  }
}
