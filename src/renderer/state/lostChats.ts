import { create } from 'zustand';
import type { BridgeEvent } from '../../shared/bridge.ts';

export type LostChat = BridgeEvent & { type: 'dialogLost' };

/** Chats that went away under the person's eyes or hands, the latest last; each is shown until it is put away. */
export const useLostChats = create<{ lost: LostChat[] }>(() => ({ lost: [] }));

export function noteLostChat(chat: LostChat): void {
  useLostChats.setState(({ lost }) => ({ lost: [...lost, chat] }));
}

export function forgetLostChat(chat: LostChat): void {
  useLostChats.setState(({ lost }) => ({ lost: lost.filter((other) => other !== chat) }));
}

/** Whoever signs in next is not told. */
export function forgetLostChats(): void {
  useLostChats.setState({ lost: [] });
}
