/** A sign-in that ends, and one that only seems to: what was written waits for the same person (S2.1, S17.10). */
import { type Check, check, type Fault } from '../fault.ts';
import { call, signIn } from '../observer.ts';
import { oldOf, openStage, phoneOf, type Stage } from '../stage.ts';

const hourMs = 3_600_000;
/** A token lives for 48 hours; on our server it can be prolonged for 30 days. */
const tokenLifeMs = 49 * hourMs;
const sessionLifeMs = 31 * 24 * hourMs;

export const tokens: Fault = {
  name: 'token expires, is revoked, 401 from an outage',
  modes: ['standalone', 'legacy'],
  perSeed: false,
  anyVariant: true,
  async run({ seed, mode, variant }) {
    const stage = await openStage({ mode, variant, seed });
    try {
      const checks: Check[] = [];
      const recoveriesMs: number[] = [];
      const settle = async () => {
        const recovery = await stage.settle();
        if (recovery !== null) recoveriesMs.push(recovery);
      };
      if (mode === 'legacy') {
        await outage(stage, checks);
        await settle();
      } else {
        await prolonged(stage, checks);
        await settle();
      }
      await revoked(stage, checks);
      await settle();
      await expired(stage, checks);
      await settle();
      return { runs: 3, verdict: await stage.judge(), recoveriesMs, checks };
    } finally {
      await stage.close();
    }
  },
};

type Victim = Stage['clients'][number];

/** The old backend answers 401 to everybody while its database is away. */
async function outage(stage: Stage, checks: Check[]): Promise<void> {
  oldOf(stage).setDatabaseDown(true);
  for (const { proxy } of stage.clients) proxy.cut();
  for (let index = 0; index < 10; index++) stage.send();
  await stage.clock.after(30_000);
  const asked = stage.clients.filter(({ engine }) => engine.session().state !== 'signedIn').length;
  checks.push(check('an outage signs nobody out', asked === 0, asked));
  oldOf(stage).setDatabaseDown(false);
  for (const { engine } of stage.clients) engine.hint();
}

async function revoked(stage: Stage, checks: Check[]): Promise<void> {
  const [victim] = stage.clients;
  if (victim === undefined) return;
  writeOffline(stage, victim);
  if (stage.mode === 'legacy') oldOf(stage).tokens.revoke(victim.token());
  else await call(stage.backend.url, victim.token(), 'POST', '/auth/logout', {});
  victim.proxy.refuse(false);
  victim.engine.hint();
  const asked = await stage.reached(() => victim.engine.session().state === 'signedOut', 15_000);
  const session = victim.engine.session();
  const isExpired = session.state === 'signedOut' && session.reason === 'expired';
  checks.push(check('a revoked token asks for a sign-in', asked && isExpired, JSON.stringify(session)));
  // A busy machine may cost somebody a connection at any moment, but never the sign-in.
  const others = stage.clients.filter((client) => client !== victim);
  const isUndisturbed = (client: Victim) => client.engine.session().state === 'signedIn' && client.isLive();
  const undisturbed = await stage.reached(() => others.every(isUndisturbed), 15_000);
  checks.push(check('and nobody else notices', undisturbed, others.map(({ name }) => name).join()));
  await returns(stage, victim, checks);
}

/** Prolonging rotates the secret: when its answer is lost, the same person must still be let in. */
async function prolonged(stage: Stage, checks: Check[]): Promise<void> {
  const [victim] = stage.clients;
  let lost = 0;
  victim?.proxy.decide(({ path }) => {
    if (!path.includes('/auth/refresh') || lost > 0) return { type: 'pass' };
    lost += 1;
    return { type: 'loseAnswer' };
  });
  // Two days pass for everybody, as over a weekend with the lid closed.
  stage.clock.jump(tokenLifeMs);
  for (const { clock, proxy } of stage.clients) {
    clock.jump(tokenLifeMs);
    proxy.cut();
  }
  await stage.until('everybody away', () => stage.clients.every((client) => !client.isLive()));
  for (const { engine } of stage.clients) engine.hint();
  for (let index = 0; index < 10; index++) stage.send();
  const back = await stage.reached(() => stage.clients.every((client) => client.isLive()), 30_000);
  const out = stage.clients.filter(({ engine }) => engine.session().state !== 'signedIn');
  checks.push(check('a sign-in is prolonged', back, out.map(({ name }) => name).join()));
  checks.push(check('even when the answer is lost', lost === 1 && out.length === 0, `${lost} lost`));
  for (const client of out) client.restart(await signInAgain(stage, client));
  victim?.proxy.decide(() => ({ type: 'pass' }));
}

/** The server's clock goes on by days; the local ones do not. */
async function expired(stage: Stage, checks: Check[]): Promise<void> {
  const [, victim] = stage.clients;
  if (victim === undefined) return;
  writeOffline(stage, victim);
  stage.clock.jump(stage.mode === 'legacy' ? tokenLifeMs : sessionLifeMs);
  victim.proxy.refuse(false);
  for (const client of stage.clients) {
    client.proxy.cut();
    client.engine.hint();
  }
  const out = () => stage.clients.every(({ engine }) => engine.session().state === 'signedOut');
  checks.push(check('an expired token asks for a sign-in', await stage.reached(out, 20_000)));
  for (const client of stage.clients) {
    if (client === victim) await returns(stage, client, checks);
    else client.restart(await signInAgain(stage, client));
  }
}

function writeOffline(stage: Stage, victim: Victim): void {
  victim.proxy.refuse(true);
  victim.proxy.cut();
  for (let index = 0; index < 5; index++) stage.send(victim);
  victim.engine.saveDraft(stage.dialogIds[0] ?? '', `draft of ${victim.name}`);
}

async function returns(stage: Stage, victim: Victim, checks: Check[]): Promise<void> {
  victim.restart(await signInAgain(stage, victim));
  const draft = victim.engine.dialogs().find(({ dialogId }) => dialogId === stage.dialogIds[0])?.draft;
  checks.push(check('draft kept', draft === `draft of ${victim.name}`, draft));
}

async function signInAgain(stage: Stage, { name }: Victim) {
  const index = stage.clients.findIndex((client) => client.name === name);
  return signIn(stage.backend.url, phoneOf(index), name);
}
