import type { MessageView } from '../../shared/views.ts';
import { call } from '../state/bridge.ts';
import { showNotice } from '../state/notice.ts';

/** Sets the person's reaction, or takes this very one back. */
export async function toggleReaction(
  { key, reactions }: Pick<MessageView, 'key' | 'reactions'>,
  emoji: string,
): Promise<void> {
  const isOwn = reactions.some((reaction) => reaction.emoji === emoji && reaction.mine);
  const result = await call(isOwn ? 'removeReaction' : 'setReaction', { key, emoji });
  if (!result.ok) showNotice(result.error.code);
}
