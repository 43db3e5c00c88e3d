import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { useEffect, useState } from 'react';
import { plainText } from '../../shared/markup.ts';
import { kindOf } from '../../shared/messageKind.ts';
import { type Announcement, useAnnouncements } from '../state/announcements.ts';
import { useChat } from '../state/store.ts';

/** Milliseconds in which announcements are gathered into one sentence. */
const gatherFor = 700;

/** Tells screen readers what arrived: one message by its words, several by their number. */
export function LiveRegion() {
  const { t } = useLingui();
  const announcements = useAnnouncements((state) => state.announcements);
  const [words, setWords] = useState('');

  useEffect(() => {
    if (announcements.length === 0) return;
    const timer = setTimeout(() => {
      const [only] = announcements;
      const count = announcements.length;
      if (count === 1 && only) say(wordsFor(only));
      else {
        say(
          t`${plural(count, {
            one: '# новое сообщение',
            few: '# новых сообщения',
            many: '# новых сообщений',
            other: '# новых сообщений',
          })}`,
        );
      }
      useAnnouncements.setState({ announcements: [] });
    }, gatherFor);
    return () => clearTimeout(timer);
  });

  /** The same words once more would change nothing on the page, and not be spoken. */
  function say(next: string): void {
    setWords((before) => (before === next ? `${next}\u200B` : next));
  }

  function wordsFor(announcement: Announcement): string {
    const { users, dialogs } = useChat.getState();
    const title = dialogs.get(announcement.dialogId)?.title ?? '';
    if (announcement.senderId === null) return t`Новое сообщение: ${title}`;
    const author = users.get(announcement.senderId)?.name ?? title;
    if (kindOf({ type: announcement.type, senderId: announcement.senderId }) !== 'text')
      return t`Новое сообщение: ${author}`;
    return `${author}: ${plainText(announcement.content).slice(0, 200)}`;
  }

  return (
    <div aria-live="polite" aria-atomic="true" className="sr-only">
      {words}
    </div>
  );
}
