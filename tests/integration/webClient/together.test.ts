import { describe, expect, test } from 'vitest';
import { until } from '../../support/until.ts';
import { backends, ourName, type Stage, stage, tells, webName } from './stage.ts';

/** A message of ours that the page shows under its id. */
async function saidByOurs({ ours, web, dialogId }: Stage, text: string) {
  ours.engine.sendMessage(dialogId, text);
  const sent = await ours.until('sent', () => {
    const message = ours.shown().find(({ content }) => content === text);
    return message?.state === 'sent' && message;
  });
  return { ...sent, message: await inPage({ web, dialogId }, text) };
}

async function saidByWeb({ ours, web, dialogId }: Stage, text: string) {
  await web.send(text);
  const { key } = await ours.received(text);
  return { key, message: await inPage({ web, dialogId }, text) };
}

/** As the page shows it under its id. Some room copies lack that, and a row comes into the history a moment later. */
async function inPage({ web, dialogId }: Pick<Stage, 'web' | 'dialogId'>, text: string) {
  await until('it in the page', () => web.find(text));
  return until('its id', async () => {
    const message = web.find(text);
    if (message?._id !== undefined && !message.isSending) return message;
    await web.open(dialogId);
    return undefined;
  });
}

/** Our newest watermark of the page's person. */
function markOfWeb({ ours, web }: Stage) {
  const told = ours.events.flatMap((event) => (event.type === 'marks' ? event.marks : []));
  return told.filter(({ userId }) => userId === web.userId).at(-1);
}

const reactionsAtOurs = ({ ours }: Stage, text: string) =>
  ours.shown().find(({ content }) => content === text)?.reactions;

describe.each(backends)('%s', (backend) => {
  test('each sees the other type, and stop', async () => {
    const { ours, web, dialogId } = await stage(backend);
    const typing = () => ours.events.flatMap((event) => (event.type === 'typing' ? [event] : [])).at(-1);
    web.type(true);
    await ours.until('the page types', () => typing()?.userIds.includes(web.userId));
    web.type(false);
    await ours.until('it stopped', () => typing()?.userIds.length === 0);
    expect(typing()).toMatchObject({ dialogId });
    ours.engine.setTyping(dialogId, true);
    await until('we type', () => web.typingNames().includes(ourName));
    ours.engine.setTyping(dialogId, false);
    await until('we stopped', () => web.typingNames().length === 0);
  });

  test('the page sees us come and go', async () => {
    const { ours, ourUserId, web } = await stage(backend);
    await until('we are there', () => web.online.get(ourUserId) === ourName);
    ours.engine.stop();
    await until('we are gone', () => !web.online.has(ourUserId));
  });

  test('a reaction of each is counted once by the other', async () => {
    const both = await stage(backend);
    const { ours, web } = both;
    const ofWeb = await saidByWeb(both, 'Отчёт готов');
    await ours.engine.account().reactions.set(ofWeb.key, '👍');
    if (backend === 'our server') {
      await until('👍 in the page', () => web.find('Отчёт готов')?.reactionCounts?.['👍'] === 1);
      const updates = web.heard
        .filter(([name]) => name === 'message:update')
        .map(([, { eventType }]) => eventType);
      expect(updates.filter((type) => type.startsWith('message.reaction.'))).toEqual([
        'message.reaction.add',
      ]);
    } else {
      // Its updates name the message and not the count.
      expect(await web.reactions(ofWeb.message)).toEqual({ '👍': 1 });
    }
    const ofOurs = await saidByOurs(both, 'Спасибо');
    await web.react(ofOurs.message, '🎉');
    // Where no event and no history brings it, the list of who reacted does.
    if (backend !== 'our server' && backend !== 'model')
      await ours.engine.account().reactions.list(ofOurs.key);
    await ours.until('🎉 at ours', () => reactionsAtOurs(both, 'Спасибо')?.length === 1);
    expect(reactionsAtOurs(both, 'Спасибо')).toEqual([{ emoji: '🎉', count: 1, mine: false }]);
    if (backend !== 'our server') return;
    // It has all of that by events of its own, and not a second time by those of the page.
    const names = ours.engine.diagnostics().events.map(({ name }) => name);
    expect(names).toContain('message:reaction');
    expect(names.filter((name) => name === 'message:update' || name === 'dialog:update')).toEqual([]);
  });

  test('a dialog that one makes is listed by the other', async () => {
    const { ours, ourUserId, web } = await stage(backend);
    const [third] = await web.searchPeople('');
    const made = await ours.engine.createDialog('Отдел продаж', [web.userId, third?.userId ?? '']);
    if (!tells(backend)) await web.loadDialogs();
    await until('ours in the page', () => web.dialogs.some(({ dialogId }) => dialogId === made));
    const theirs = await web.createDialog('Отдел закупок', [ourUserId, third?.userId ?? '']);
    // Told by nobody, it is found by the next look at the list.
    if (!tells(backend)) ours.cut();
    const view = await ours.until('theirs at ours', () => ours.engine.dialog(theirs) ?? undefined);
    expect(view.title).toBe('Отдел закупок');
  });

  test('people are found by their names', async () => {
    const { ours, web } = await stage(backend);
    expect((await web.searchPeople('петр')).map(({ name }) => name)).toEqual([ourName]);
    expect((await ours.engine.searchPeople('волк')).map(({ name }) => name)).toEqual([webName]);
  });

  test('what one has read is told to the other where the server tells', async () => {
    const both = await stage(backend);
    const { ours, ourUserId, web, dialogId } = both;
    const ofOurs = await saidByOurs(both, 'Прочтите');
    await web.read(ofOurs.message);
    if (tells(backend)) {
      await ours.until('read', () => {
        const mark = markOfWeb(both);
        return mark && (mark.readSeq >= (ofOurs.seq ?? Infinity) || mark.readAt >= ofOurs.createdAt);
      });
    }
    const ofWeb = await saidByWeb(both, 'И вы прочтите');
    ours.engine.markRead(dialogId, ofWeb.key);
    const statuses = () => web.find('И вы прочтите')?.statuses ?? [];
    await until('read by us', async () => {
      // The old backend's update does not bring them: the page looks again.
      if (backend !== 'our server') await web.open(dialogId);
      return statuses().some(({ userId, status }) => userId === ourUserId && status === 'read');
    });
  });
});
