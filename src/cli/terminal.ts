/** What a person sees while one file is computed: on a terminal a line of progress; in a log each stage is a line. */
import type { RunEvent, StageName } from '../engine/index.ts';
import { openLiveLine } from './live-line.ts';

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
  align: 'aligning scans',
  clean: 'finding outliers',
  analyse: 'measuring spacing and noise',
  orient: 'orienting',
  level: 'solving level',
  extract: 'extracting the surface',
  trim: 'trimming',
  finish: 'finishing',
  write: 'writing',
  check: 'checking',
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
  const line = openLiveLine(quiet, stream);
  let share = 0;
  let label = '';
  return {
    onEvent(event) {
      const place = 'stage' in event ? labelOf(event) : '';
      if (event.type === 'warning') line.note(`warning: ${event.message}`);
      else if (event.type === 'stage-ended' && !line.isLive)
        line.note(`${place}: ${(event.durationMs / 1000).toFixed(2)} s`);
      else if (event.type === 'stage-started') label = place;
      else if (event.type === 'progressed') share = event.share;
      else return;
      if (event.type !== 'warning') line.show(progressLine(share, label, line.columns));
    },
    note: (text) => line.note(text),
    done: () => line.clear(),
  };
}

export function labelOf(event: { readonly stage: StageName; readonly level?: number }): string {
  return LABELS[event.stage] + (event.level === undefined ? '' : ` ${event.level}`);
}
