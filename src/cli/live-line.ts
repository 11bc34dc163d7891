/** One line at the bottom of a terminal that is redrawn in place, and whole lines above it. */
import { plainText } from './plain-text.ts';

export interface LiveLine {
  /** Whether there is a terminal to redraw on; elsewhere `show` does nothing. */
  readonly isLive: boolean;
  readonly columns: number;
  show(line: string): void;
  note(line: string): void;
  /** Takes the line away, so that the next message starts on a clean one. */
  clear(): void;
}

/** Messages go to standard error, so that standard output carries results only. */
export function openLiveLine(quiet: boolean, stream: NodeJS.WriteStream = process.stderr): LiveLine {
  const isLive = !quiet && stream.isTTY && process.env['TERM'] !== 'dumb';
  let shown = '';
  const clear = (): void => {
    if (shown !== '') stream.write('\r\x1b[K');
    shown = '';
  };
  const show = (line: string): void => {
    if (!isLive) return;
    if (line !== shown) stream.write(`\r\x1b[K${plainText(line)}`);
    shown = line;
  };
  return {
    isLive,
    get columns() {
      return stream.columns || 80;
    },
    show,
    clear,
    note(line) {
      if (quiet) return;
      const before = shown;
      clear();
      stream.write(`${plainText(line)}\n`);
      if (before !== '') show(before);
    },
  };
}
