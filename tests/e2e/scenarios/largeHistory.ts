import { join } from 'node:path';
import { openDatabase } from '../../../src/main/storage/database.ts';
import { completeDownload, storeLargeHistory } from '../../support/largeHistory.ts';
import { andrey, sharedChat } from '../../support/people.ts';
import type { Person } from '../../support/person.ts';
import { resize } from '../../support/resize.ts';
import type { Scenario } from '../../support/scenario.ts';
import { until } from '../../support/until.ts';

const count = 100_000;
const dialogId = 'dlg_general0000000000001';

const numberOf = (text: string) => Number(/^Сообщение (\d+)/.exec(text)?.[1] ?? Number.NaN);

const runOf = (first: number, length: number) => Array.from({ length }, (_, index) => first + index);

/** Reads so many messages of the chat into the local store, as scrolling up would; resolves with how many there are. */
function download(person: Person, atLeast: number): Promise<number> {
  return person.page.evaluate(
    `(async () => {
      const keys = new Set();
      let [first, more] = [null, true];
      const stop = chat3.onEvents((events) => {
        for (const event of events) {
          const part = event.type === 'window' ? event.window : event.type === 'windowMoved' ? event : null;
          const messages = part?.messages ?? part?.added ?? [];
          if (messages.length === 0) continue;
          for (const { key } of messages) keys.add(key);
          [first, more] = [messages[0].key, part.hasOlder];
        }
      });
      await chat3.openDialog({ dialogId: '${dialogId}', end: true });
      while (more && keys.size < ${atLeast}) {
        // From page to page around the oldest one: the page lets go of what lies far from what is in sight.
        await chat3.openDialog({ dialogId: '${dialogId}', at: first });
        for (let page = 0; page < 3; page += 1) await chat3.loadMessages({ dialogId: '${dialogId}', direction: 'older' });
      }
      stop();
      await chat3.openDialog({ dialogId: '${dialogId}', end: true });
      return keys.size;
    })()`,
  );
}

/** Where the app of this person keeps what it downloaded, and what opens it; the app has to run. */
async function historyOf({ app }: Person): Promise<{ file: string; key: string | null }> {
  const directory = join(app.userDataDirectory, 'profiles', app.profile);
  const vault = openDatabase({ file: join(directory, 'vault.db'), key: null });
  const row = vault.get<{ file: string; key: Uint8Array | null }>('SELECT file, key FROM history');
  vault.close();
  if (row === undefined) throw new Error('There is no history yet.');
  const file = join(directory, row.file);
  if (row.key === null) return { file, key: null };
  const secret = Buffer.from(row.key).toString('base64');
  const key = await app.electron.evaluate(
    ({ safeStorage }, text) => safeStorage.decryptString(Buffer.from(text, 'base64')),
    secret,
  );
  return { file, key };
}

export const scenario: Scenario = {
  number: 'large-history',
  title: 'A chat of 100,000 messages scrolls like one of 100',
  async run(context) {
    await context.server.stop();
    const history = await storeLargeHistory(context.server.databaseFile, {
      dialogId,
      senders: ['usr_petrov01', 'usr_volkov01'],
      count,
    });
    await context.server.startAgain();
    let b = await context.signedIn(andrey);
    await b.openChat(sharedChat);
    const endIsInSight = () =>
      until('the end is in sight', async () =>
        (await b.messages()).some(({ text }) => numberOf(text) === count),
      );
    await endIsInSight();
    const downloaded = await download(b, 2_000);
    await endIsInSight();
    // Being at its very end is what makes the chat open there again; a page that goes notes where it is at once.
    await until('the place further up is forgotten', async () => {
      await b.scroll.toEnd();
      return b.page.evaluate<boolean>(
        `dispatchEvent(new Event('pagehide')) && localStorage.getItem('chat3.place') === null`,
      );
    });
    const place = await historyOf(b);
    await b.app.quit();
    // A page may have come after the counting; each row is held against what the server has (see there).
    const stored = completeDownload(place, history);
    context.holds('what was downloaded is what was stored', `≥ ${downloaded}`, stored, stored >= downloaded);
    b = await context.openAgain(b);
    await b.openChat(sharedChat);
    await endIsInSight();
    const { messageCount } = await b.storage();
    context.same('everything is stored on this computer', count, messageCount);

    const rows = () => b.page.getByRole('article').count();
    const highestIndex = () =>
      b.page.evaluate<number>(
        `Math.max(...[...document.querySelectorAll('[data-index]')].map(({ dataset }) => Number(dataset.index)))`,
      );
    for (const [width, height] of [
      [900, 620],
      [760, 900],
      [960, 1040],
    ] as const) {
      await resize(b, width, height);
      await until(
        `the end stays in sight at ${width} × ${height}`,
        async () => (await b.scroll.distanceFromEnd()) <= 1,
      );
    }
    context.holds('few rows at the end', '≤ 120', await rows(), (await rows()) <= 120);

    const up = (await b.scroll.readTo(`Сообщение ${count - 1_501}`, 'up')).map(({ text }) => numberOf(text));
    context.same(
      'every message is there on the way up, in order',
      runOf(count - up.length + 1, up.length),
      up,
    );
    context.holds('few rows in history', '≤ 120', await rows(), (await rows()) <= 120);
    const length = await highestIndex();
    context.holds('the window has let go of what lies far below', '≤ 650', length, length <= 650);

    for (const growth of [0, 0, 40]) {
      const drift = await b.scroll.driftOfNextPage(growth);
      context.same(
        `the next page does not move the row in sight (rows above grow by ${growth} px)`,
        0,
        drift,
      );
    }

    context.same(
      'at the end of what is loaded the next page takes nobody along',
      0,
      await b.scroll.driftAtLoadedEnd(),
    );
    const down = (await b.scroll.readTo(`Сообщение ${count - 2}`, 'down')).map(({ text }) => numberOf(text));
    context.same('every message is there on the way down, in order', runOf(down[0] ?? 0, down.length), down);
    context.same('no row was ever there twice', [], await b.shownTwice());
  },
};
