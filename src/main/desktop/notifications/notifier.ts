/** Tells the person what arrived: one notification a chat, or one for many chats, and none that has become pointless. */
import type { BridgeEvent } from '../../../shared/bridge.ts';
import type { Arrival } from '../../chat/engine.ts';
import { decide, isInView } from './policy.ts';
import type { NotificationRequest, NotifierOptions } from './ports.ts';
import { type NotificationText, replyPlaceholder, textOfChat, textOfSummary } from './texts.ts';

/** Messages that come together are told together: waits this long for another one … */
const gatherMs = 200;
/** … and no longer than this after the first; longer while catching up, where an end is announced. */
const gatherAtMostMs = 1_000;
const catchUpAtMostMs = 15_000;
/** A chat makes a sound again after this much silence in it. */
const burstGapMs = 3_000;
const chatsWithoutSummary = 3;
/** Of one chat, the latest: a weekend's worth is not looked through again for every message. */
const mostKept = 200;
const summary = Symbol('summary');

export function createNotifier(options: NotifierOptions) {
  const { chat, clock } = options;
  /** What a chat's notification stands for, oldest first; kept while any of it is unread. */
  const news = new Map<string, Arrival[]>();
  /** The chats that the one notification for many speaks of. */
  const summarised = new Set<string>();
  const takeBack = new Map<string | typeof summary, () => void>();
  const lastNewsAt = new Map<string, number>();
  let waiting: Arrival[] = [];
  let firstWaitingAt = 0;
  let cancelFlush = () => {};
  let catchingUp = false;

  function shownOf(arrivals: Arrival[], dialogId: string): Arrival[] {
    const dialog = chat.dialog(dialogId);
    const { doNotDisturbUntil, quietHours } = options.settings();
    const looking = view(dialogId);
    // A burst into the chat in view is not looked up message by message.
    const unread = new Set(isInView(looking) ? [] : chat.unreadAmong(arrivals.map(({ key }) => key)));
    return arrivals.filter(
      ({ key, own, old, announced, mention }) =>
        decide({
          own,
          old,
          announced,
          mention,
          read: dialog === null || !unread.has(key),
          muted: dialog?.muted ?? false,
          ...looking,
          now: clock.now(),
          minuteOfDay: options.minuteOfDay(),
          doNotDisturbUntil,
          quietHours,
        }).show,
    );
  }

  function view(dialogId: string) {
    const { focused, visible } = options.window();
    return { open: chat.openDialogId() === dialogId, windowFocused: focused, windowVisible: visible };
  }

  function scheduleFlush(): void {
    const waited = clock.elapsed() - firstWaitingAt;
    const delay = catchingUp ? catchUpAtMostMs - waited : Math.min(gatherMs, gatherAtMostMs - waited);
    cancelFlush();
    cancelFlush = clock.schedule(Math.max(0, delay), flush);
  }

  function flush(): void {
    const chats = new Set<string>();
    for (const [dialogId, arrivals] of byDialog(waiting)) {
      const shown = shownOf(arrivals, dialogId);
      if (shown.length === 0) continue;
      const all = [...(news.get(dialogId) ?? []), ...shown];
      all.sort((one, other) => one.createdAt - other.createdAt);
      news.set(dialogId, all.slice(-mostKept));
      chats.add(dialogId);
    }
    waiting = [];
    if (chats.size === 0) return;
    let silent = !soundIsDue(chats);
    if (chats.size > chatsWithoutSummary) {
      for (const dialogId of chats) {
        close(dialogId);
        summarised.add(dialogId);
      }
      showSummary(silent);
      return;
    }
    for (const dialogId of chats) {
      showChat(dialogId, silent);
      silent = true;
    }
  }

  /** One sound a burst. */
  function soundIsDue(chats: Set<string>): boolean {
    const now = clock.elapsed();
    const startsBurst = [...chats].some(
      (dialogId) => now - (lastNewsAt.get(dialogId) ?? Number.NEGATIVE_INFINITY) > burstGapMs,
    );
    for (const dialogId of chats) lastNewsAt.set(dialogId, now);
    return startsBurst && options.settings().notificationSound;
  }

  function showChat(dialogId: string, silent: boolean): void {
    const unread = unreadNews(dialogId);
    const latest = unread.at(-1);
    const dialog = chat.dialog(dialogId);
    if (latest === undefined || dialog === null) return;
    const settings = options.settings();
    const text = textOfChat(
      {
        title: dialog.title,
        isGroup: dialog.kind === 'group',
        senderId: latest.senderId,
        senderName: chat.userName(latest.senderId),
        content: latest.content,
        type: latest.type,
        mention: latest.mention,
        attachments: latest.attachments,
        count: countOf(dialogId, unread),
      },
      options.appName,
      settings,
    );
    const open = () => options.onOpen(dialogId, firstOf(unreadNews(dialogId)));
    present(dialogId, text, silent, open, {
      replyPlaceholder: replyPlaceholder(settings.language),
      onReply: (answer) => reply(dialogId, answer),
    });
  }

  function showSummary(silent: boolean): void {
    const counts = [...summarised]
      .map((dialogId) => countOf(dialogId, unreadNews(dialogId)))
      .filter((count) => count > 0);
    const messages = counts.reduce((sum, count) => sum + count, 0);
    const text = textOfSummary(messages, counts.length, options.appName, options.settings().language);
    const open = () => {
      summarised.clear();
      options.onOpen(null, null);
    };
    present(summary, text, silent, open, { replyPlaceholder: null, onReply: () => {} });
  }

  /** In place of the one before it. The reference is kept: a notification that was collected cannot be clicked. */
  function present(
    place: string | typeof summary,
    text: NotificationText,
    silent: boolean,
    open: () => void,
    answer: Pick<NotificationRequest, 'replyPlaceholder' | 'onReply'>,
  ): void {
    close(place);
    const forget = () => {
      if (takeBack.get(place) === back) takeBack.delete(place);
    };
    const back = options.show({
      ...text,
      ...answer,
      silent,
      onClick: () => {
        open();
        if (takeBack.get(place) === back) close(place);
      },
      onClose: forget,
      onShown: () => options.onOutcome('shown'),
      onFailed: (cause) => {
        forget();
        options.log.warn('notification.failed', { cause });
        options.onOutcome('failed');
      },
    });
    takeBack.set(place, back);
  }

  function reply(dialogId: string, text: string): void {
    try {
      chat.sendMessage(dialogId, text);
    } catch (error) {
      options.log.warn('notification.replyFailed', { dialogId, cause: String(error) });
      options.onOpen(dialogId, null);
    }
  }

  /** Without what has been read or taken back meanwhile. */
  function unreadNews(dialogId: string): Arrival[] {
    const all = news.get(dialogId) ?? [];
    const keys = new Set(chat.unreadAmong(all.map(({ key }) => key)));
    const unread = all.filter(({ key }) => keys.has(key));
    if (unread.length < all.length) news.set(dialogId, unread);
    return unread;
  }

  /** Of more than are kept, the chat itself knows. */
  function countOf(dialogId: string, unread: Arrival[]): number {
    const known = unread.length < mostKept ? 0 : (chat.dialog(dialogId)?.unreadCount ?? 0);
    return Math.max(unread.length, known);
  }

  /** null: it is not kept any more; a chat opens at its first unread message by itself. */
  function firstOf(unread: Arrival[]): string | null {
    return unread.length < mostKept ? (unread[0]?.key ?? null) : null;
  }

  /** Reading goes from old to new, so that the newest tells for all of them; it may have been taken back, though. */
  function isAnyUnread(dialogId: string): boolean {
    const newest = news.get(dialogId)?.at(-1);
    if (newest === undefined) return false;
    return chat.unreadAmong([newest.key]).length > 0 || unreadNews(dialogId).length > 0;
  }

  function close(place: string | typeof summary): void {
    const back = takeBack.get(place);
    takeBack.delete(place);
    back?.();
  }

  function drop(dialogId: string): void {
    news.delete(dialogId);
    close(dialogId);
    if (summarised.delete(dialogId) && summarised.size === 0) close(summary);
  }

  /** The chat changed: whatever was said about it may be pointless now. */
  function review(dialogId: string, muted: boolean): void {
    const told = news.get(dialogId)?.at(-1);
    if (told === undefined) return;
    // Silence is not for what names the person (S19.5).
    if (muted) keepMentions(dialogId);
    if (isInView(view(dialogId)) || !isAnyUnread(dialogId)) drop(dialogId);
    // The message that it quotes is gone, and others wait to be read.
    else if (takeBack.has(dialogId) && news.get(dialogId)?.at(-1) !== told) showChat(dialogId, true);
  }

  function keepMentions(dialogId: string): void {
    const mentions = news.get(dialogId)?.filter(({ mention }) => mention) ?? [];
    news.set(dialogId, mentions);
  }

  function closeAll(): void {
    cancelFlush();
    waiting = [];
    news.clear();
    summarised.clear();
    lastNewsAt.clear();
    for (const place of [...takeBack.keys()]) close(place);
  }

  return {
    takeArrivals(arrivals: Arrival[]): void {
      // History comes by the thousand; it is not worth waiting for.
      const candidates = arrivals.filter((arrival) => !arrival.old && !arrival.own);
      if (candidates.length === 0) return;
      if (waiting.length === 0) firstWaitingAt = clock.elapsed();
      waiting.push(...candidates);
      scheduleFlush();
    },
    /** Everything the page is told as well. */
    takeEvent(event: BridgeEvent): void {
      switch (event.type) {
        case 'dialogs':
          for (const { dialogId, muted } of event.upserted) review(dialogId, muted);
          for (const dialogId of event.removed) drop(dialogId);
          return;
        case 'connection': {
          const ended = catchingUp && event.connection.state !== 'catchingUp';
          catchingUp = event.connection.state === 'catchingUp';
          if (ended && waiting.length > 0) scheduleFlush();
          return;
        }
        case 'session':
          if (event.session.state === 'signedOut') closeAll();
          return;
        default:
          return;
      }
    },
    /** Nothing of this account is left on the screen. */
    closeAll,
  };
}

function byDialog(arrivals: Arrival[]): Map<string, Arrival[]> {
  const groups = new Map<string, Arrival[]>();
  for (const arrival of arrivals) {
    const group = groups.get(arrival.dialogId);
    if (group === undefined) groups.set(arrival.dialogId, [arrival]);
    else group.push(arrival);
  }
  return groups;
}
