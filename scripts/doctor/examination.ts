/** The check of a connection as the app has it (S24.1), by Node's network and with a sign-in of its own. */

import { createRestClient } from '../../src/main/chat/rest/rest.ts';
import { systemClock } from '../../src/main/clock.ts';
import { type Examined, examine as examineServer } from '../../src/main/network/examination.ts';
import type { Feature } from '../../src/shared/domain.ts';
import { Ear } from './ear.ts';
import { createNodeWay } from './nodeWay.ts';
import { sentenceOf, stepNames } from './words.ts';

export interface Finding {
  step: string;
  ms: number;
  ok: boolean;
  says: string;
}

export interface Examination {
  findings: Finding[];
  /** null: nobody signed in, or the server does not introduce itself. */
  features: Feature[] | null;
}

export interface ExaminationOptions {
  /** An origin. */
  address: string;
  phone?: string | undefined;
  /** Asked once the server has sent one. */
  askCode(): Promise<string>;
  onFinding(finding: Finding): void;
}

/** Ends with the first step that does not hold. Signs out again, and leaves nothing behind on the server. */
export async function examine(options: ExaminationOptions): Promise<Examination> {
  const { address, phone, askCode } = options;
  const findings: Finding[] = [];
  let features: Feature[] | null = null;
  const way = createNodeWay();
  const visitor =
    phone === undefined ? undefined : createVisitor({ address, phone, askCode, http: way.http });
  await examineServer({
    address,
    way,
    clock: systemClock,
    examined: visitor,
    onFinding: (found, error) => {
      if (found.ok && found.found === 'introduced') ({ features } = found);
      const { step, ms, ok } = found;
      const finding = { step: stepNames[step], ms, ok, says: sentenceOf(found, error) };
      findings.push(finding);
      options.onFinding(finding);
    },
  });
  await visitor?.leave();
  return { findings, features };
}

function createVisitor({
  address,
  phone,
  askCode,
  http,
}: Pick<ExaminationOptions, 'address' | 'askCode'> & {
  phone: string;
  http: Parameters<typeof createRestClient>[0]['http'];
}): Examined & { leave(): Promise<void> } {
  let token: string | null = null;
  let ear: Ear | null = null;
  const rest = createRestClient({ http, server: address, token: () => token });
  return {
    async accept() {
      await rest.requestCode(phone);
      ({ token } = await rest.verifyCode(phone, await askCode()));
      await rest.me();
    },
    async connect() {
      ear = await Ear.open(address, String(token));
      return ear.greeting();
    },
    async enter() {
      const [first] = (await rest.dialogs(1, 1)).dialogs;
      return first === undefined || ear === null ? null : ear.join(first.dialogId);
    },
    hears: async () => ear?.hears() ?? false,
    async leave() {
      ear?.close();
      // The old system ends no sessions, and says so in its way.
      if (token !== null) await rest.logOut().catch(() => undefined);
    },
  };
}
