/**
 * The log file in the system's folder for logs. The library's part without Electron is used: the other one would
 * open channels of its own, which check neither sender nor payload.
 */
import { join } from 'node:path';
import log from 'electron-log/node';

/** Then the file is kept as `.old.log` and a new one begun. */
const MAX_BYTES = 1_000_000;

export type Log = Pick<typeof log, 'error' | 'warn' | 'info'>;

export function openLog(folder: string, isDevelopment: boolean): { log: Log; file: string } {
  const file = join(folder, 'main.log');
  log.transports.file.resolvePathFn = () => file;
  log.transports.file.maxSize = MAX_BYTES;
  log.transports.file.level = 'info';
  log.transports.console.level = isDevelopment ? 'info' : 'error';
  return { log, file };
}
