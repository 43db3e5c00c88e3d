import type { ServerOptions } from '../../../server/src/server.ts';
import { inFrontOf, standIn } from '../gateway/stage.ts';

/**
 * Who may keep dialogs and messages. Checks of the contract run against each; those of what only the own database keeps (`seq`,
 * roles, kinds, service lines, the chats of the demo) say so by `isOwn`.
 */
export const backends: { name: string; isOwn: boolean; options: () => Promise<ServerOptions> }[] = [
  { name: 'the own database', isOwn: true, options: async () => ({}) },
  { name: 'Chat3', isOwn: false, options: async () => inFrontOf(await standIn()) },
];
