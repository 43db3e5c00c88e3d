import { Link } from 'react-aria-components';
import { everyone } from '../../shared/mentionLimits.ts';
import { openChatWith } from '../state/actions.ts';
import { showNotice } from '../state/notice.ts';
import { selectOwnId, useChat } from '../state/store.ts';
import { showScreen } from '../state/view.ts';
import { classNames } from '../ui/classNames.ts';

/** Leads to the chat with the person; from the own name, from that of several, and from everybody to who is in the chat (S19.6). */
export function MentionedName({ text, userIds }: { text: string; userIds: string[] }) {
  const ownId = useChat(selectOwnId);
  const [userId] = userIds;
  const isOwn = userIds.includes(ownId) || userIds.includes(everyone);

  async function open() {
    if (isOwn || userIds.length !== 1 || userId === undefined) {
      showScreen('chatInfo');
      return;
    }
    const code = await openChatWith(userId);
    if (code !== null) showNotice(code);
  }

  return (
    <Link
      onPress={() => void open()}
      data-mention={isOwn ? 'own' : 'other'}
      className={classNames(
        'cursor-pointer rounded font-medium text-accent hover:underline forced-colors:underline',
        isOwn && 'bg-accent-soft px-0.5 font-semibold forced-colors:outline',
      )}
    >
      {text}
    </Link>
  );
}
