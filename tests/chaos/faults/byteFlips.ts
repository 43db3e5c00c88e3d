/** Bytes flip in the stored files: the program starts, puts aside what it cannot read, and has everything again (S17.13). */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Random } from '../../../src/main/chat/ports.ts';
import { startEngine } from '../engineProcesses.ts';
import { check, type Fault } from '../fault.ts';
import { openStage, phoneOf } from '../stage.ts';

const dora = 3;
const patienceMs = 30_000;

export const byteFlips: Fault = {
  name: 'byte flips in stored files',
  modes: ['standalone'],
  perSeed: false,
  anyVariant: true,
  async run({ seed, mode, variant, quick }) {
    const stage = await openStage({ mode, variant, seed, others: ['dora'] });
    const root = mkdtempSync(join(tmpdir(), 'chat3-chaos-flips-'));
    const good = join(root, 'good');
    const wrong: Record<'starts' | 'goesOn' | 'complete', string[]> = {
      starts: [],
      goesOn: [],
      complete: [],
    };
    const start = (directory: string, prefix: string) =>
      startEngine({
        directory,
        server: stage.backend.url,
        phone: phoneOf(dora),
        scale: stage.clock.scale,
        prefix,
        writesEveryMs: null,
        textLength: 100,
      });
    try {
      await stage.traffic(quick ? 20 : 100, 20_000);
      await stage.settle();
      const first = await start(good, 'first');
      const firstDrained = first.next('drained');
      first.tell('drain');
      await firstDrained;
      // Killed: so that there is a WAL to damage as well.
      await first.kill();
      const truth = (await stage.observer.truth(stage.dialogIds)).length;
      let quarantined = 0;
      const runs = quick ? 4 : 60;
      for (let run = 0; run < runs; run++) {
        const directory = join(root, `run${run}`);
        cpSync(good, directory, { recursive: true });
        const what = flip(directory, stage.random);
        const child = await start(directory, `flip${run}`);
        const started = await child.next('started', patienceMs);
        if (started === null) {
          wrong.starts.push(`${what}: ${JSON.stringify(child.reports.at(-1) ?? 'nothing said')}`);
        } else {
          const drained = child.next('drained', patienceMs);
          child.tell('drain');
          const isDrained = (await drained) !== null;
          const told = child.next('rows', patienceMs);
          child.tell('rows');
          const rows = (await told)?.rows.length ?? null;
          const escaped = child.reports.find((report) => report.type === 'uncaught');
          if (child.hasEnded || escaped !== undefined)
            wrong.goesOn.push(`${what}: ${escaped?.message.slice(0, 300) ?? 'ended'}`);
          if (!isDrained || rows !== truth) {
            const last = child.reports.findLast((report) => report.type === 'refused');
            wrong.complete.push(
              `${what}: ${rows} of ${truth} rows, ${isDrained ? 'live' : 'never live'} ${JSON.stringify(last ?? '')}`,
            );
          }
        }
        if (child.reports.some((report) => report.type === 'quarantined')) quarantined += 1;
        await child.kill();
        rmSync(directory, { recursive: true, force: true });
      }
      const first3 = (list: string[]) => `${list.length} of ${runs}: ${list.slice(0, 3).join(' · ')}`;
      return {
        runs,
        verdict: await stage.judge(),
        recoveriesMs: [],
        checks: [
          check('starts', wrong.starts.length === 0, first3(wrong.starts)),
          check('no error escapes', wrong.goesOn.length === 0, first3(wrong.goesOn)),
          check('has everything again', wrong.complete.length === 0, first3(wrong.complete)),
          check('broken originals are put aside', true, `${quarantined} of ${runs}`),
        ],
      };
    } finally {
      await stage.close();
      rmSync(root, { recursive: true, force: true });
    }
  },
};

/** One to eight bytes of one file; answers where, for people. */
function flip(directory: string, random: Random): string {
  const files = readdirSync(directory).filter((name) => !name.endsWith('-shm'));
  const name = files[Math.floor(random() * files.length)] ?? '';
  const bytes = readFileSync(join(directory, name));
  const offset = Math.floor(random() * Math.max(1, bytes.length));
  const count = Math.min(bytes.length - offset, 1 + Math.floor(random() * 8));
  for (let index = 0; index < count; index++) {
    bytes.writeUInt8(bytes.readUInt8(offset + index) ^ (1 + Math.floor(random() * 255)), offset + index);
  }
  writeFileSync(join(directory, name), bytes);
  return `${name} of ${bytes.length} bytes, ${count} at ${offset}`;
}
