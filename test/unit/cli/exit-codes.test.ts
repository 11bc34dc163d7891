/** The exit codes that scripts rely on, as the README and every help page give them. */
import { describe, expect, it } from 'vitest';
import { EXIT_HELP, explain, Incomplete, Interrupted, ProcessLost } from '../../../src/cli/exit-codes.ts';
import { type ErrorCode, ReconstructError } from '../../../src/engine/errors.ts';

describe('an exit code', () => {
  it.each<[ErrorCode, number]>([
    ['output-failed', 1],
    ['gpu-lost', 1],
    ['shader-invalid', 1],
    ['field-not-finite', 1],
    ['option-invalid', 2],
    ['cloud-format', 3],
    ['cloud-empty', 3],
    ['cloud-degenerate', 3],
    ['mesh-format', 3],
    ['gpu-unavailable', 4],
    ['gpu-out-of-memory', 5],
  ])('of %s is %i', (code, exit) => {
    expect(explain(new ReconstructError(code, 'why'))).toEqual({ code: exit, line: 'why' });
    expect(EXIT_HELP).toMatch(new RegExp(`^  ${exit} `, 'm'));
  });

  it.each<[string, unknown, number, RegExp]>([
    ['a process that the system killed', new ProcessLost('SIGKILL'), 5, /ran out of memory/],
    ['a worker without memory', new ProcessLost('out of memory'), 5, /ran out of memory/],
    ['a driver that crashed', new ProcessLost('SIGSEGV'), 1, /crashed \(SIGSEGV\)/],
    ['an array that is too long', new RangeError('Array buffer allocation failed'), 5, /^out of memory/],
    ['another range', new RangeError('precision'), 1, /^unexpected: precision/],
    ['Ctrl+C', new Interrupted(), 130, /^interrupted/],
    ['a batch with failures', new Incomplete(6, '2 of 5 failed', ''), 6, /^2 of 5/],
    ['anything else', 'odd', 1, /^unexpected: odd/],
  ])('of %s', (_name, error, code, line) => {
    expect(explain(error)).toEqual({ code, line: expect.stringMatching(line) as string });
  });

  it('comes with one line', () => {
    expect(explain(new ReconstructError('shader-invalid', 'line 1\nline 2\nline 3')).line).toBe(
      'line 1 (and 2 more lines: set GRIDPULL_DEBUG=1)',
    );
  });
});
