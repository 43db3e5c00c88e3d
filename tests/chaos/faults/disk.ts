/** The disk is full, or read-only: visible errors, nothing lost that was there, and on again once it can be written (S8.9, S15.3, S17.13). */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run as runCommand } from '../../../scripts/setup/steps.mjs';
import type { AcceptedMessage, MemberView } from '../checker.ts';
import type { EngineReport } from '../engineProcess.ts';
import { type EngineChild, startEngine } from '../engineProcesses.ts';
import { type Check, check, type Fault } from '../fault.ts';
import { openStage, phoneOf, type Stage } from '../stage.ts';

const dora = 3;
const fullDisk = 'mount -t tmpfs -o size=512k none "$1" && mkdir "$1/profile"';
const readOnly = 'mount --bind "$1" "$1" && mount -o remount,bind,ro "$1"';

export const disk: Fault = {
  name: 'disk full, read-only',
  modes: ['standalone'],
  perSeed: false,
  anyVariant: true,
  async run({ seed, mode, variant }) {
    const impossible = await whyNoMounts();
    if (impossible !== null) {
      return {
        runs: 0,
        verdict: null,
        recoveriesMs: [],
        checks: [check('mounts are permitted', false, impossible)],
      };
    }
    const stage = await openStage({ mode, variant, seed, others: ['dora'] });
    const directory = mkdtempSync(join(tmpdir(), 'chat3-chaos-disk-'));
    try {
      const checks: Check[] = [];
      const full = await fill(stage, directory, checks);
      await withoutWriting(stage, directory, checks);
      const recovery = await stage.settle();
      return {
        runs: 2,
        verdict: await stage.judge(full),
        recoveriesMs: recovery === null ? [] : [recovery],
        checks,
      };
    } finally {
      await stage.close();
      rmSync(directory, { recursive: true, force: true });
    }
  },
};

async function whyNoMounts(): Promise<string | null> {
  const directory = mkdtempSync(join(tmpdir(), 'chat3-chaos-mount-'));
  try {
    await runCommand('unshare', ['-rm', 'sh', '-c', `${fullDisk}`, 'sh', directory]);
    return null;
  } catch (error) {
    return String(error).split('\n')[0] ?? 'no';
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const optionsOf = (stage: Stage, directory: string, prefix: string) => ({
  directory,
  server: stage.backend.url,
  phone: phoneOf(dora),
  scale: stage.clock.scale,
  prefix,
  writesEveryMs: null,
  textLength: 100,
});

const rowsOf = async (child: EngineChild): Promise<Extract<EngineReport, { type: 'rows' }>['rows']> => {
  const answer = child.next('rows', 20_000);
  child.tell('rows');
  return (await answer)?.rows ?? [];
};

function uncaughtOf({ reports }: EngineChild): string[] {
  return reports.flatMap((report) => (report.type === 'uncaught' ? [report.message.slice(0, 3_000)] : []));
}

async function fill(stage: Stage, directory: string, checks: Check[]) {
  const child = await startEngine({
    ...optionsOf(stage, directory, `f${stage.seed}`),
    directory: join(directory, 'profile'),
    mount: directory,
    prepare: fullDisk,
    writesEveryMs: 10,
    textLength: 4_000,
  });
  const refused = await child.next('refused');
  // Others go on: what they say cannot be stored here, and must not end the program.
  for (const dialogId of stage.dialogIds) for (let index = 0; index < 5; index++) await stage.post(dialogId);
  const acceptedSoFar = child.reports.filter(({ type }) => type === 'accepted').length;
  const seenWhileFull = await rowsOf(child);
  const alive = !child.hasEnded;
  child.tell('free');
  const drained = child.next('drained', 60_000);
  child.tell('drain');
  const isDrained = (await drained) !== null;
  const rows = await rowsOf(child);
  const accepted = child.reports.flatMap((report): AcceptedMessage[] =>
    report.type === 'accepted'
      ? [{ content: report.content, dialogId: report.dialogId, sender: 'dora', acked: false }]
      : [],
  );
  for (const { content } of accepted) stage.expect(content);
  await child.stop();
  const uncaught = uncaughtOf(child);
  checks.push(
    check('full: a typed error', refused?.code === 'storageFailed', JSON.stringify(refused)),
    check('full: what is there can be read', seenWhileFull.length >= acceptedSoFar, seenWhileFull.length),
    check('full: the program goes on', alive && uncaught.length === 0, uncaught[0] ?? 'no error escaped'),
    check('full: all sent and received once there is room', isDrained, `${accepted.length} accepted`),
  );
  const views = stage.dialogIds.map(
    (dialogId): MemberView => ({
      member: 'dora',
      dialogId,
      rows: rows.filter((row) => row.dialogId === dialogId) as MemberView['rows'],
    }),
  );
  return { accepted, views };
}

async function withoutWriting(stage: Stage, parent: string, checks: Check[]): Promise<void> {
  const directory = join(parent, 'read-only');
  mkdirSync(directory);
  const first = await startEngine(optionsOf(stage, directory, 'before'));
  const drained = first.next('drained');
  first.tell('drain');
  await drained;
  const before = await rowsOf(first);
  await first.stop();

  const child = await startEngine({
    ...optionsOf(stage, directory, 'ro'),
    mount: directory,
    prepare: readOnly,
  });
  const started = child.next('started', 20_000);
  const failed = child.next('failedToStart', 20_000);
  const outcome = await Promise.race([started, failed]);
  // It may open and show what is there, or say what is wrong; dying without a word is neither.
  const shown = outcome?.type === 'started' ? (await rowsOf(child)).length : 0;
  const said = outcome?.type === 'failedToStart' ? `${outcome.code} ${outcome.reason}` : null;
  checks.push(
    check(
      'read-only: shows what is there, or a typed error',
      said === null ? shown === before.length : said === 'storageFailed readOnly',
      said ?? `${shown} of ${before.length} rows, ${uncaughtOf(child)[0] ?? 'no error escaped'}`,
    ),
  );
  await child.kill();

  const again = await startEngine(optionsOf(stage, directory, 'after'));
  await again.next('started');
  const after = await rowsOf(again);
  await again.stop();
  checks.push(
    check('read-only: old data kept', after.length >= before.length, `${before.length} → ${after.length}`),
  );
}
