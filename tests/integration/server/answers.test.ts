import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { productionLimits } from '../../../server/src/limits/limits.ts';
import { cast, type Json, manualClock, stranger, temporaryDirectory } from './support.ts';

const { work, atOnce } = productionLimits;
const soon = { refusalMs: 0 };

describe('answers (P7.22)', () => {
  test('meta of 4 KiB is taken, a byte more is refused', async () => {
    const { sasha } = await cast();
    const dialogId = await sasha.group();
    const post = (filler: string) =>
      sasha.post(`/messages/dialog/${dialogId}`, { content: 'x', meta: { filler } });
    const room = 4_096 - JSON.stringify({ filler: '' }).length;
    expect((await post('y'.repeat(room))).status).toBe(201);
    const refused = { success: false, error: 'meta is too large (max 4 KiB)' };
    expect((await post('y'.repeat(room + 1))).body).toEqual(refused);
    // Counted as it travels, not as letters.
    expect((await post('я'.repeat(room / 2 + 1))).body).toEqual(refused);
  });

  /** 120 messages of 60 KiB each, as they could be stored before meta had a bound. */
  async function heavy() {
    const dataDir = temporaryDirectory();
    const people = await cast({ dataDir });
    const dialogId = await people.sasha.group(people.andrey);
    const { rev } = await people.sasha.say(dialogId, 'first');
    for (let said = 0; said < 120; said += 1) {
      await people.sasha.say(dialogId, `№ ${said}`, { clientMessageId: `c${said}` });
    }
    const raw = await stranger(dataDir);
    await raw.run(`update messages set meta = json_set(meta, '$.filler', '${'y'.repeat(60_000)}')
      where content like '№%'`);
    return { ...people, dialogId, rev };
  }
  const sizeOf = (answer: Json) => JSON.stringify(answer.body).length;
  const MOST = 2.2 * 1024 * 1024;

  test('by seq: it ends where it is full, and the next one begins there, up and down', async () => {
    const { sasha, dialogId } = await heavy();
    const walk = async (direction: 'since' | 'before', from: number) => {
      const seqs: number[] = [];
      for (let at = from; ; at = seqs.at(-1) ?? at) {
        const answer = await sasha.get(`/messages/dialog/${dialogId}?${direction}=${at}&limit=100`);
        expect(sizeOf(answer)).toBeLessThan(MOST);
        if (answer.body.data.length === 0) return seqs;
        seqs.push(...answer.body.data.map((message: Json) => message.seq));
        expect(answer.body.pagination.limit).toBeLessThanOrEqual(100);
        expect(answer.body.headSeq).toBe(122);
      }
    };
    const all = Array.from({ length: 122 }, (_, index) => index + 1);
    expect(await walk('since', 0)).toEqual(all);
    expect(await walk('before', 123)).toEqual(all.toReversed());
  });

  test('by number: every row is there, those that have no room without their meta', async () => {
    const { sasha, dialogId } = await heavy();
    const seqs: number[] = [];
    for (let page = 1; page <= 3; page += 1) {
      const answer = await sasha.get(`/messages/dialog/${dialogId}?page=${page}&limit=50`);
      expect(sizeOf(answer)).toBeLessThan(MOST);
      expect(answer.body.pagination).toEqual({ page, limit: 50, total: 122, pages: 3 });
      seqs.push(...answer.body.data.map((message: Json) => message.seq));
      if (page === 1) expect(answer.body.data.at(-1).meta).toEqual({ clientMessageId: 'c70' });
      if (page === 1) expect(answer.body.data[0].meta.filler).toHaveLength(60_000);
    }
    expect(seqs).toEqual(Array.from({ length: 122 }, (_, index) => 122 - index));
  });

  test('changes that are too much are told as a reset', async () => {
    const { sasha, dialogId, rev } = await heavy();
    const { body } = await sasha.get(`/dialogs/${dialogId}/changes?since=${rev}`);
    expect(body).toEqual({ success: true, reset: true });
    const few = await sasha.get(`/dialogs/${dialogId}/changes?since=${rev + 100}`);
    expect(few.body.messages).toHaveLength(20);
  });

  test('changes that end as a reset cost what was read for them, and too many of them nothing more', async () => {
    const elapsed = manualClock(0);
    const dataDir = temporaryDirectory();
    const reading = { burst: 100, perSecond: 1 };
    const limits = { ...soon, work: { ...work, reading } };
    const { sasha } = await cast({ dataDir, elapsed: elapsed.now, limits });
    const dialogId = await sasha.group();
    const { seq, rev } = await sasha.say(dialogId, 'first');
    const raw = await stranger(dataDir);
    const insert = (from: number, to: number, bytes: number) =>
      raw.run(`with recursive n(i) as (select ${from} union all select i + 1 from n where i < ${to})
        insert into messages (message_id, dialog_id, seq, rev, sender_id, body_hash, content, type, meta, reaction_counts,
          created_at, updated_at) select 'msg_n' || i, '${dialogId}', ${seq} + i, ${rev} + i, '${sasha.userId}', '',
          '${'x'.repeat(bytes)}', 'text', '{}', '{}', i, i from n`);
    await insert(1, 501, 8_000);
    await raw.run(`update dialogs set last_seq = ${seq} + 501, last_rev = ${rev} + 501`);
    const changes = (since: number) => sasha.get(`/dialogs/${dialogId}/changes?since=${since}`);
    for (let read = 0; read < 20; read += 1) {
      expect((await changes(rev)).body).toEqual({ success: true, reset: true });
    }
    // 2 MB were read each time: 65 points.
    expect((await changes(rev + 1)).body).toEqual({ success: true, reset: true });
    expect((await changes(rev + 1)).body).toEqual({ success: true, reset: true });
    expect((await changes(rev + 1)).status).toBe(429);
  });

  test('the last message of a list is cut', async () => {
    const { sasha } = await cast();
    const dialogId = await sasha.group();
    await sasha.say(dialogId, `${'x'.repeat(999)}😀${'y'.repeat(2_000)}`);
    const { body } = await sasha.get('/dialogs?includeLastMessage=true');
    expect(body.data[0].lastMessage.content).toBe(`${'x'.repeat(999)}\ufffd`);
  });

  test('one that nobody reads is cut, and its turn ends', async () => {
    const limits = {
      ...soon,
      answerMs: 200,
      atOnce: { ...atOnce, reading: 1 },
      waitingRequests: 1,
      waitingMs: 60_000,
    };
    const dataDir = temporaryDirectory();
    const { url, sasha } = await cast({ dataDir, limits });
    const dialogId = await sasha.group();
    const said = await sasha.say(dialogId, 'x');
    const raw = await stranger(dataDir);
    // More than the buffers of both ends of a connection hold.
    await raw.run(
      `update messages set content = hex(zeroblob(8000000)) where message_id = '${said.messageId}'`,
    );
    const { hostname, port } = new URL(url);
    const deaf = connect(Number(port), hostname);
    deaf.on('error', () => undefined);
    deaf.once('data', () => deaf.pause());
    const head = [
      `GET /api/messages/${said.messageId} HTTP/1.1`,
      'host: x',
      `authorization: Bearer ${sasha.token}`,
    ];
    deaf.write(`${head.join('\r\n')}\r\n\r\n`);
    await once(deaf, 'data');
    // The only turn is taken: this one waits until the other is cut.
    await expect.poll(async () => (await sasha.get('/dialogs')).status).toBe(200);
    deaf.resume();
    if (!deaf.closed) await once(deaf, 'close');
    expect(deaf.bytesRead).toBeLessThan(16_000_000);
  });
});
