import { fileURLToPath } from 'node:url';

/** The checkout, without a trailing separator. */
export const rootDirectory = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');
