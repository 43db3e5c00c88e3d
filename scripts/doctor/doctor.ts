import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseServerAddress } from '../../src/main/network/serverAddress.ts';
import { parsePhone } from '../../src/shared/phone.ts';
import { rootDirectory } from '../../tests/support/root.ts';
import { SetupError } from '../setup/steps.mjs';
import { examine } from './examination.ts';

export interface DoctorOptions {
  address: string;
  phone?: string | undefined;
  /** Where nobody can be asked for it. */
  code?: string | undefined;
}

/** Prints what it finds and writes `reports/doctor.json`, which names no person; resolves with the exit code. */
export async function doctor({ address, phone, code }: DoctorOptions): Promise<number> {
  const parsed = parseServerAddress(address);
  if (!parsed.ok) throw new SetupError(`«${address}» — не адрес сервера (${parsed.code}).`);
  const digits = phone === undefined ? undefined : parsePhone(phone);
  if (digits === null) throw new SetupError(`«${phone}» — не номер телефона.`);
  const { findings, features } = await examine({
    address: parsed.address,
    phone: digits,
    askCode: async () => code ?? (await ask('Код из СМС: ')),
    onFinding: ({ step, ms, ok, says }) =>
      console.log(`${ok ? '✓' : '✗'} ${step.padEnd(13)} ${String(ms).padStart(6)} мс  ${says}`),
  });
  if (features !== null) console.log(`\nУмеет: ${features.join(', ')}`);
  await mkdir(join(rootDirectory, 'reports'), { recursive: true });
  const report = { server: parsed.address, findings: findings.map(({ says: _, ...kept }) => kept), features };
  await writeFile(join(rootDirectory, 'reports', 'doctor.json'), `${JSON.stringify(report, null, 2)}\n`);
  return findings.every(({ ok }) => ok) ? 0 : 1;
}

async function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return await terminal.question(question);
  } finally {
    terminal.close();
  }
}
