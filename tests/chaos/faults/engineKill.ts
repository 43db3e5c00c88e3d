/** The person's own program is killed at random moments: it starts again, on a sound store, with all it ever accepted (S17.12). */
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isSound, openDatabase } from '../../../src/main/storage/database.ts';
import { createVault } from '../../../src/main/storage/vault.ts';
import type { AcceptedMessage, MemberView } from '../checker.ts';
import { type EngineChild, startEngine } from '../engineProcesses.ts';
import { check, type Fault } from '../fault.ts';
import { createFaultProxy } from '../faultProxy.ts';
import { openStage, phoneOf, type Stage } from '../stage.ts';
import { testKeyStore } from '../testKeyStore.ts';

const dora = 3;
const aliveAtMostMs = 500;
const startsWithinMs = 60_000;
/** Of real time: on the old contract every answer that may be lost is looked for twice, 14 s in all. */
const drainsWithinMs = 240_000;

export const engineKill: Fault = {
  name: 'app kill -9 at a random moment',
  modes: ['standalone', 'legacy'],
  perSeed: false,
  async run({ seed, mode, variant, quick }) {
    const stage = await openStage({ mode, variant, seed, dialogs: 3, others: ['dora'] });
    const directory = mkdtempSync(join(tmpdir(), 'chat3-chaos-kill-'));
    // Requests take their time, and some answers are lost: a kill then finds one on its way.
    const proxy = await createFaultProxy({ targetPort: () => stage.backend.port });
    proxy.slow({ delayMs: 15, bytesPerSecond: 10_000_000 });
    proxy.decide(({ method, path }) => ({
      type: method === 'POST' && path.includes('/messages/') && stage.random() < 0.1 ? 'loseAnswer' : 'pass',
    }));
    const history = createHistory(stage);
    const wrong: Record<'starts' | 'sound' | 'drafts', string[]> = { starts: [], sound: [], drafts: [] };
    try {
      const kills = quick ? 5 : 200;
      const start = (run: number, writesEveryMs: number | null) =>
        startEngine({
          directory,
          server: proxy.url,
          phone: phoneOf(dora),
          scale: stage.clock.scale,
          prefix: `k${seed}.${run}`,
          writesEveryMs,
          textLength: Math.floor(stage.random() * 200),
        });
      for (let run = 0; run < kills; run++) {
        const child = await start(run, 50);
        // One in five dies while it starts.
        const early = stage.random() < 0.2;
        const started = early ? null : await child.next('started', startsWithinMs);
        await new Promise((resolve) => setTimeout(resolve, stage.random() * aliveAtMostMs));
        await child.kill();
        if (!early && started === null)
          wrong.starts.push(`run ${run}: ${JSON.stringify(child.reports.at(-1))}`);
        history.take(child, wrong.drafts);
        const damage = damageOf(directory);
        if (damage !== null) wrong.sound.push(`after kill ${run}: ${damage}`);
      }
      proxy.decide(() => ({ type: 'pass' }));
      const last = await start(kills, null);
      const drained = last.next('drained', drainsWithinMs);
      const started = await last.next('started');
      if (started === null) wrong.starts.push(`the last run: ${JSON.stringify(last.reports.at(-1))}`);
      last.tell('drain');
      const isDrained = (await drained) !== null;
      history.take(last, wrong.drafts);
      const recovery = await stage.settle();
      const rows = last.next('rows');
      last.tell('rows');
      history.view((await rows)?.rows ?? []);
      await last.stop();
      return {
        runs: kills,
        verdict: await stage.judge({ accepted: history.accepted, views: history.views }),
        recoveriesMs: recovery === null ? [] : [recovery],
        checks: [
          check('starts every time', wrong.starts.length === 0, wrong.starts[0] ?? kills),
          check('0 corrupt stores', wrong.sound.length === 0, wrong.sound[0] ?? 0),
          check('outbox resumed', isDrained && recovery !== null, `${history.accepted.length} accepted`),
          check('drafts kept', wrong.drafts.length === 0, wrong.drafts[0] ?? 'all'),
        ],
      };
    } finally {
      await stage.close();
      await proxy.close();
      rmSync(directory, { recursive: true, force: true });
    }
  },
};

/** What the killed one said before it died. */
function createHistory(stage: Stage) {
  const accepted: AcceptedMessage[] = [];
  const views: MemberView[] = [];
  let lastDraft: string | null = null;
  return {
    accepted,
    views,
    take({ reports }: EngineChild, wrong: string[]): void {
      let unsure = false;
      for (const report of reports) {
        if (report.type === 'started' && lastDraft !== null) {
          // The one after it may have been saved and not said.
          unsure =
            !report.drafts.includes(lastDraft) && !report.drafts.some((text) => isNext(lastDraft, text));
          if (unsure) wrong.push(`${lastDraft} became ${report.drafts.join() || 'nothing'}`);
        }
        if (report.type === 'draft') lastDraft = report.text;
        if (report.type !== 'accepted') continue;
        accepted.push({ content: report.content, dialogId: report.dialogId, sender: 'dora', acked: false });
        stage.expect(report.content);
      }
    },
    view(rows: { dialogId: string; id: string | null; content: string; state: string }[]): void {
      for (const dialogId of stage.dialogIds) {
        const own = rows.filter((row) => row.dialogId === dialogId);
        views.push({ member: 'dora', dialogId, rows: own as MemberView['rows'] });
      }
    },
  };
}

function isNext(said: string | null, found: string): boolean {
  const [prefix = '', number = ''] = (said ?? '').split(' draft ');
  return found === `${prefix} draft ${Number(number) + 1}` || /^k\d+\.\d+ draft 1$/.test(found);
}

/** Looks at a copy, so that the next start finds the files as the kill left them. */
function damageOf(directory: string): string | null {
  const broken = readdirSync(directory).find((name) => name.includes('.broken-'));
  if (broken !== undefined) return `${broken} was put aside`;
  const copy = mkdtempSync(join(tmpdir(), 'chat3-chaos-copy-'));
  try {
    cpSync(directory, copy, { recursive: true });
    const files = readdirSync(copy).filter((name) => /^history-.*\.db$/.test(name));
    if (files.length === 0) return null;
    const vault = createVault({ directory: copy, cipher: testKeyStore, log: { info() {}, warn() {} } });
    const active = vault.activeAccount();
    const place = active && vault.historyStore({ server: active.server, userId: active.user.userId });
    vault.close();
    if (!place) return 'nobody is signed in';
    const database = openDatabase(place);
    const sound = isSound(database);
    database.close();
    return sound ? null : 'quick_check failed';
  } catch (error) {
    return String(error);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}
