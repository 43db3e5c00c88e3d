import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { useEffect, useState } from 'react';
import { plainText } from '../../shared/markup.ts';
import { kindOf } from '../../shared/messageKind.ts';
import { type Arrival, useArrivals } from '../state/announcements.ts';
import { useChat } from '../state/store.ts';

/** Milliseconds in which arrivals are gathered into one announcement. */
const gatherFor = 700;

/** Tells screen readers what arrived: one message by its words, several by their number. */
export function LiveRegion() {
  const { t } = useLingui();
  const arrivals = useArrivals((state) => state.arrivals);
  const [words, setWords] = useState('');

  useEffect(() => {
    if (arrivals.length === 0) return;
    const timer = setTimeout(() => {
      const [only] = arrivals;
      const count = arrivals.length;
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
      useArrivals.setState({ arrivals: [] });
    }, gatherFor);
    return () => clearTimeout(timer);
  });

  /** The same words once more would change nothing on the page, and not be spoken. */
  function say(next: string): void {
    setWords((before) => (before === next ? `${next}\u200B` : next));
  }

  function wordsFor(arrival: Arrival): string {
    const { users, dialogs } = useChat.getState();
    const title = dialogs.get(arrival.dialogId)?.title ?? '';
    if (arrival.senderId === null) return t`Новое сообщение: ${title}`;
    const author = users.get(arrival.senderId)?.name ?? title;
    if (kindOf({ type: arrival.type, senderId: arrival.senderId }) !== 'text')
      return t`Новое сообщение: ${author}`;
    return `${author}: ${plainText(arrival.content).slice(0, 200)}`;
  }

  return (
    <div aria-live="polite" aria-atomic="true" className="sr-only">
      {words}
    </div>
  );
}
