import { expect, it } from 'vitest';
import { openTerminal, progressLine } from '../../../src/cli/terminal.ts';

function fakeStream(isTTY: boolean, columns = 80) {
  const stream = { isTTY, columns, text: '', write: (text: string) => void (stream.text += text) };
  return { stream, as: stream as unknown as NodeJS.WriteStream };
}

it.each([1, 10, 20, 59, 60, 80, 200])('never fills %i columns', (columns) => {
  for (const share of [0, 0.5, 1]) {
    expect(progressLine(share, 'measuring spacing and noise', columns).length).toBeLessThan(columns);
  }
});

it('redraws one line on a terminal, with warnings above it, and takes it away', () => {
  const { stream, as } = fakeStream(true);
  const terminal = openTerminal(false, as);
  terminal.onEvent({ type: 'stage-started', stage: 'level', level: 64 });
  terminal.onEvent({ type: 'progressed', stage: 'level', share: 0.5 });
  terminal.onEvent({ type: 'warning', message: 'careful' });
  terminal.onEvent({ type: 'stage-ended', stage: 'level', level: 64, durationMs: 5, gpuBytes: 0 });
  terminal.done();
  const drawn = (percent: number): string => `\r\x1b[K${progressLine(percent / 100, 'solving level 64', 80)}`;
  expect(stream.text).toBe(`${drawn(0)}${drawn(50)}\r\x1b[Kwarning: careful\n${drawn(50)}\r\x1b[K`);
});

it('writes a line a stage where nothing can be redrawn', () => {
  const { stream, as } = fakeStream(false);
  const terminal = openTerminal(false, as);
  terminal.onEvent({ type: 'stage-started', stage: 'level', level: 64 });
  terminal.onEvent({ type: 'progressed', stage: 'level', share: 0.5 });
  terminal.onEvent({ type: 'stage-ended', stage: 'level', level: 64, durationMs: 1234, gpuBytes: 0 });
  terminal.done();
  expect(stream.text).toBe('solving level 64: 1.23 s\n');
});

it('is silent where that was asked for', () => {
  const { stream, as } = fakeStream(true);
  const terminal = openTerminal(true, as);
  terminal.onEvent({ type: 'warning', message: 'careful' });
  terminal.note('a line');
  terminal.done();
  expect(stream.text).toBe('');
});
