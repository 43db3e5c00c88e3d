// @ts-check
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout, without a trailing separator. */
export const rootDirectory = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** Where runtimes are kept outside the tree, so that a fresh clone does not fetch them again. */
export function cacheDirectory() {
  const chosen = process.env['CHAT3_CACHE_DIR'];
  if (chosen) return chosen;
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'chat3-desktop');
  if (process.platform === 'win32') {
    return join(process.env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'chat3-desktop');
  }
  return join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'chat3-desktop');
}
