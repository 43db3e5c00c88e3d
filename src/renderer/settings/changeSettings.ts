import type { CommandInput } from '../../shared/bridge.ts';
import { call } from '../state/bridge.ts';
import { showNotice } from '../state/notice.ts';

/** The page follows the event that comes back, so that every window shows what is really set. */
export async function changeSettings(change: CommandInput<'updateSettings'>): Promise<void> {
  const result = await call('updateSettings', change);
  if (!result.ok) showNotice(result.error.code);
}
