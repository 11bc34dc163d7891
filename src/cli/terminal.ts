/**
 * What a person sees while a command works: messages on standard error, so that standard output carries results
 * only. On a terminal one line is redrawn in place; in a log each stage is a line.
 */
import type { RunEvent, StageName } from '../engine/index.ts';

export interface Terminal {
  onEvent(event: RunEvent): void;
  /** A whole line of its own, above the progress. */
  note(line: string): void;
  /** Removes the progress line, so that the next message starts on a clean one. */
  done(): void;
}

const LABELS: Record<StageName, string> = {
  read: 'reading',
  prepare: 'sorting points',
  clean: 'finding outliers',
  analyse: 'measuring spacing and noise',
  orient: 'orienting',
  level: 'solving level',
  extract: 'extracting the surface',
  trim: 'trimming',
  write: 'writing',
};

const BAR_WIDTH = 24;
/** Below this many columns the bar would leave no room for the words. */
const COLUMNS_FOR_BAR = 60;

/** `share` 0…1; never wider than `columns` − 1: a terminal that wraps the line could not redraw it in place. */
export function progressLine(share: number, label: string, columns: number): string {
  const filled = Math.round(share * BAR_WIDTH);
  const bar = columns < COLUMNS_FOR_BAR ? '' : `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)} `;
  return `${bar}${String(Math.floor(share * 100)).padStart(3)} %  ${label}`.slice(0, Math.max(0, columns - 1));
}

export function openTerminal(quiet: boolean, stream: NodeJS.WriteStream = process.stderr): Terminal {
  if (quiet) return { onEvent: () => undefined, note: () => undefined, done: () => undefined };
  const live = stream.isTTY && process.env['TERM'] !== 'dumb';
  let shown = '';
  let share = 0;
  let label = '';
  const clear = (): void => {
    if (shown !== '') stream.write('\r\x1b[K');
    shown = '';
  };
  const draw = (): void => {
    if (!live) return;
    const line = progressLine(share, label, stream.columns || 80);
    if (line !== shown) stream.write(`\r\x1b[K${line}`);
    shown = line;
  };
  const note = (line: string): void => {
    const wasShown = shown !== '';
    clear();
    stream.write(`${line}\n`);
    if (wasShown) draw();
  };
  return {
    onEvent(event) {
      const place = 'stage' in event ? labelOf(event) : '';
      if (event.type === 'warning') note(`warning: ${event.message}`);
      else if (event.type === 'stage-ended' && !live) note(`${place}: ${(event.durationMs / 1000).toFixed(2)} s`);
      else if (event.type === 'stage-started') label = place;
      else if (event.type === 'progressed') share = event.share;
      else return;
      if (event.type !== 'warning') draw();
    },
    note,
    done: clear,
  };
}

function labelOf(event: { readonly stage: StageName; readonly level?: number }): string {
  return LABELS[event.stage] + (event.level === undefined ? '' : ` ${event.level}`);
}
