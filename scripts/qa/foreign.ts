/** Playing on a server that is not ours (S24.6). */
import type { EventEmitter } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { parseServerAddress } from '../../src/main/network/serverAddress.ts';
import { parsePhone } from '../../src/shared/phone.ts';
import { ForeignServer } from '../../tests/support/foreign/foreignServer.ts';
import { SetupError } from '../setup/steps.mjs';

export interface ForeignOptions {
  address: string;
  phones: [a: string | undefined, b: string | undefined];
  /** Where nobody can be asked for them. */
  codes: [a: string | undefined, b: string | undefined];
}

/** Throws SetupError for what is no address, no phone or the same one twice. */
export async function openForeign({ address, phones, codes }: ForeignOptions): Promise<ForeignServer> {
  const parsed = parseServerAddress(address);
  if (!parsed.ok) throw new SetupError(`«${address}» — не адрес сервера (${parsed.code}).`);
  const [a, b] = phones.map((phone) => (phone === undefined ? null : parsePhone(phone)));
  if (a == null || b == null || a === b)
    throw new SetupError('Нужны номера двух разных людей: --a 79001234567 --b 79007654321.');
  return ForeignServer.open({
    address: parsed.address,
    phones: [a, b],
    askCode: async (side) =>
      codes[side === 'A' ? 0 : 1] ?? ask(`Код из СМС для ${side === 'A' ? 'А (--a)' : 'Б (--b)'}: `),
    now: new Date(),
  });
}

async function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return (await terminal.question(question)).trim();
  } finally {
    terminal.close();
  }
}

type Signals = EventEmitter & { exit(code: number): void };

/**
 * Does this before the process ends by Ctrl-C or by being told to. Nobody else may listen: Playwright's own answer would
 * end the process before it is done.
 */
export function beforeInterrupted(task: () => Promise<void>, signals: Signals = process): () => void {
  const interrupted = () => {
    void task()
      .catch(() => {})
      .finally(() => signals.exit(130));
  };
  const keepOut = (name: string | symbol, listener: () => void) => {
    if ((name === 'SIGINT' || name === 'SIGTERM') && listener !== interrupted)
      queueMicrotask(() => signals.off(name, listener));
  };
  signals.on('newListener', keepOut);
  signals.on('SIGINT', interrupted);
  signals.on('SIGTERM', interrupted);
  return () => {
    signals.off('newListener', keepOut);
    signals.off('SIGINT', interrupted);
    signals.off('SIGTERM', interrupted);
  };
}
