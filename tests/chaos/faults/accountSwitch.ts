/** Text waits unsent while another person signs in on the same machine: it must never leave as theirs (S2.2, S17.11). */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine } from '../../../src/main/chat/engine.ts';
import type { Log } from '../../../src/main/chat/ports.ts';
import { createNodeHttpClient } from '../../../src/main/network/httpNode.ts';
import { createNodeSockets } from '../../../src/main/network/socketIo.ts';
import { createAccounts } from '../../../src/main/storage/accounts.ts';
import { createVault } from '../../../src/main/storage/vault.ts';
import { check, type Fault } from '../fault.ts';
import { createFaultProxy } from '../faultProxy.ts';
import { openStage, phoneOf } from '../stage.ts';
import { testKeyStore } from '../testKeyStore.ts';

const dora = 3;
const egor = 4;
const quiet: Log = { info: () => {}, warn: () => {} };

export const accountSwitch: Fault = {
  name: 'account switch with queued text',
  modes: ['standalone', 'legacy'],
  perSeed: false,
  anyVariant: true,
  async run({ seed, mode, variant }) {
    const stage = await openStage({ mode, variant, seed, others: ['dora', 'egor'] });
    const directory = mkdtempSync(join(tmpdir(), 'chat3-chaos-accounts-'));
    const vault = createVault({ directory, cipher: testKeyStore, log: quiet });
    const proxy = await createFaultProxy({ targetPort: () => stage.backend.port, clock: stage.clock });
    const { clock } = stage;
    const waiting = new Set<() => void>();
    const engine = createEngine({
      accounts: createAccounts(vault, quiet),
      http: createNodeHttpClient(clock),
      createSocket: createNodeSockets(clock),
      clock,
      random: stage.random,
      log: quiet,
      emit: () => {
        for (const look of waiting) look();
      },
      server: () => proxy.url,
    });
    const until = (condition: () => boolean) =>
      new Promise<boolean>((resolve) => {
        const look = () => {
          if (condition()) end(true);
        };
        const end = (value: boolean) => {
          clearTimeout(limit);
          waiting.delete(look);
          resolve(value);
        };
        const limit = setTimeout(() => end(false), 30_000);
        waiting.add(look);
        look();
      });
    const isReady = () =>
      engine.connection().state === 'live' && engine.dialogs().length >= stage.dialogIds.length;
    const enter = async (index: number) => {
      await engine.requestCode(phoneOf(index));
      await engine.verifyCode(phoneOf(index), '1234');
      await until(isReady);
    };
    try {
      const [dialogId = ''] = stage.dialogIds;
      const texts: string[] = [];
      await enter(dora);
      for (let turn = 0; turn < 5; turn++) {
        // The request may be on its way, or not even have left.
        proxy.decide(({ method, path }) =>
          method === 'POST' && path.includes('/messages/')
            ? { type: turn % 2 === 0 ? 'vanish' : 'hideAnswer' }
            : { type: 'pass' },
        );
        for (let index = 0; index < 4; index++) {
          const content = `w${seed} ${turn}.${index} of dora`;
          texts.push(content);
          engine.sendMessage(dialogId, content);
          stage.expect(content);
        }
        await clock.after(stage.random() * 2_000);
        await engine.signOut(false);
        proxy.decide(() => ({ type: 'pass' }));
        await enter(egor);
        const content = `w${seed} ${turn} of egor`;
        stage.expect(content);
        engine.sendMessage(dialogId, content);
        await until(() => engine.diagnostics().outbox.length === 0);
        await engine.signOut(false);
        await enter(dora);
        await until(() => engine.diagnostics().outbox.length === 0);
      }
      const recovery = await stage.settle();
      const senders = new Map<string, string>();
      for (const row of await stage.observer.newest(dialogId)) senders.set(row.content, row.senderId);
      const asOthers = texts.filter((content) => {
        const sender = senders.get(content);
        return sender !== undefined && sender !== stage.people[dora]?.user.userId;
      });
      const arrived = texts.filter((content) => senders.has(content)).length;
      return {
        runs: 5,
        verdict: await stage.judge(),
        recoveriesMs: recovery === null ? [] : [recovery],
        checks: [
          check('nothing sent as the other person', asOthers.length === 0, asOthers.length),
          check(
            'all sent once the author was back',
            arrived === texts.length,
            `${arrived} of ${texts.length}`,
          ),
        ],
      };
    } finally {
      engine.stop();
      vault.close();
      await stage.close();
      await proxy.close();
      rmSync(directory, { recursive: true, force: true });
    }
  },
};
