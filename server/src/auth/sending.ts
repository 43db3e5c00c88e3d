import { setTimeout as delay } from 'node:timers/promises';
import type { ServerContext } from '../context.ts';
import { HttpError } from '../contract/errors.ts';

type SendingContext = Pick<ServerContext, 'codeSender' | 'elapsed' | 'log'> & {
  limits: Pick<ServerContext['limits'], 'codeAnswerMs'>;
};

/** Sends codes, and takes the same time and comes to the same end where there is none to send (P7.25). */
export class Sending {
  readonly #context: SendingContext;
  #isFailing = false;

  constructor(context: SendingContext) {
    this.#context = context;
  }

  /**
   * Resolves `codeAnswerMs` after `began`, a time of `elapsed`, whatever looking the phone up and the sending service take. Throws
   * 503 while that fails, for everybody.
   */
  async send(code: { phone: string; code: string } | undefined, began: number): Promise<void> {
    const { elapsed, limits } = this.#context;
    const { codeAnswerMs } = limits;
    const sent = code && this.#hand(code.phone, code.code);
    await (codeAnswerMs === 0 ? sent : delay(Math.max(0, began + codeAnswerMs - elapsed())));
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
