import { chmodSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import electronLog from 'electron-log/main.js';
import type { Log } from '../chat/ports.ts';

const largestFileBytes = 2 * 1024 * 1024;

/** Writes one line an event to `<directory>/main.log`, and to the terminal in development. Ids and causes only. */
export function openLog(directory: string, options: { terminal: boolean }): Log {
  const logger = electronLog.create({ logId: directory });
  const file = join(directory, 'main.log');
  logger.transports.file.resolvePathFn = () => file;
  logger.transports.file.maxSize = largestFileBytes;
  logger.transports.file.format = '{iso} {level} {text}';
  logger.transports.file.writeOptions = { flag: 'a', mode: 0o600, encoding: 'utf8' };
  logger.transports.console.level = options.terminal ? 'info' : false;
  logger.transports.ipc.level = false;
  if (existsSync(file)) chmodSync(file, 0o600);
  return {
    info: (event, details = {}) => logger.info(`${event} ${JSON.stringify(details)}`),
    warn: (event, details = {}) => logger.warn(`${event} ${JSON.stringify(details)}`),
  };
}
