/**
 * What a person sees while a command works: messages on standard error, so that standard output carries results
 * only. On a terminal one line is redrawn in place; in a log each stage is a line.
 */
import type { RunEvent, StageName } from '../engine/events.ts';

export interface Terminal {
  onEvent(event: RunEvent): void;
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

export function openTerminal(quiet: boolean, stream: NodeJS.WriteStream = process.stderr): Terminal {
  if (quiet) return { onEvent: () => undefined, done: () => undefined };
  const live = stream.isTTY && process.env['TERM'] !== 'dumb';
  let line = '';
  let share = 0;
  let label = '';
  const clear = (): void => {
    if (line !== '') stream.write('\r\x1b[K');
    line = '';
  };
  const draw = (): void => {
    const filled = Math.round(share * BAR_WIDTH);
    const bar = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled);
    line = `${bar} ${String(Math.floor(share * 100)).padStart(3)} %  ${label}`;
    stream.write(`\r\x1b[K${line.slice(0, Math.max(20, (stream.columns || 80) - 1))}`);
  };
  return {
    onEvent(event) {
      if (event.type === 'warning') {
        clear();
        stream.write(`warning: ${event.message}\n`);
        if (live) draw();
      } else if (event.type === 'stage-started') {
        label = LABELS[event.stage] + (event.level === undefined ? '' : ` ${event.level}`);
        if (live) draw();
      } else if (event.type === 'progressed') {
        share = event.share;
        if (live) draw();
      } else if (event.type === 'stage-ended' && !live) {
        const level = event.level === undefined ? '' : ` ${event.level}`;
        stream.write(`${LABELS[event.stage]}${level}: ${(event.durationMs / 1000).toFixed(2)} s\n`);
      }
    },
    done: clear,
  };
}
