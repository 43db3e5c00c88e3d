import type { MessageView } from '../../shared/views.ts';

/** A message of somebody else; `changes` say what matters to the test. */
export function message(key: string, changes: Partial<MessageView> = {}): MessageView {
  return {
    key,
    id: `id-${key}`,
    dialogId: 'dialog',
    senderId: 'other',
    content: key,
    type: 'text',
    createdAt: 1_000,
    seq: null,
    state: 'sent',
    failure: null,
    reactions: [],
    meta: {},
    own: false,
    ...changes,
  };
}
