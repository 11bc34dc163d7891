/** The exit codes that scripts rely on, as the README and every help page give them. */
import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EXIT_HELP, explain, Incomplete, Interrupted, ProcessLost } from '../../../src/cli/exit-codes.ts';
import { shaderCacheEnvironment } from '../../../src/cli/shader-cache.ts';
import { limitIn, type SystemLimit } from '../../../src/cli/system-limits.ts';
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
    ['a worker without memory', new ProcessLost('SIGABRT', 'memory'), 5, /ran out of memory.*ulimit -v/],
    ['a driver without threads', new ProcessLost('SIGABRT', 'threads'), 1, /no more threads.*ulimit -u/],
    ['a worker that could not be started', new Error('Worker initialization failure: EMFILE'), 1, /ulimit -n/],
    ['a process that could not be started', new Error('spawn EAGAIN'), 1, /ulimit -u/],
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

describe('a limit of the system', () => {
  it.each<[string, SystemLimit | null]>([
    ['# Fatal process out of memory: Failed to reserve virtual memory for CodeRange', 'memory'],
    ['Warning: libvulkan_lvp.so: failed to map segment from shared object', 'memory'],
    ["terminate called after throwing an instance of 'std::bad_alloc'", 'memory'],
    ['Warning: ../src/vulkan/runtime/vk_queue.c:871: thrd_create failed (VK_ERROR_UNKNOWN)', 'threads'],
    ['Worker initialization failure: EMFILE', 'files'],
    ['Warning: vkCreateInstance: Found no drivers!', null],
    ['EAGAINST', null],
  ])('is read from %s', (line, limit) => {
    expect(limitIn(line)).toBe(limit);
  });
});

describe('kernels that were compiled', () => {
  const uid = process.getuid?.() ?? '';
  let folder = '';
  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'gridpull-cache-'))));
  afterEach(() => rmSync(folder, { recursive: true }));
  /** Under a file there is no folder, whoever asks. */
  const nowhere = (): string => {
    writeFileSync(path.join(folder, 'file'), '');
    return path.join(folder, 'file', 'home');
  };

  it('are kept where Mesa keeps them, and where a person says', () => {
    expect(shaderCacheEnvironment({}, folder, folder)).toEqual({});
    expect(shaderCacheEnvironment({ XDG_CACHE_HOME: folder }, nowhere(), folder)).toEqual({});
    for (const name of ['MESA_SHADER_CACHE_DIR', 'MESA_GLSL_CACHE_DIR', 'MESA_SHADER_CACHE_DISABLE']) {
      expect(shaderCacheEnvironment({ [name]: 'x' }, nowhere(), folder)).toEqual({});
    }
  });

  it('are kept elsewhere where a home cannot be written, in a folder of this user alone', () => {
    const ours = path.join(folder, `gridpull-shaders-${uid}`);
    for (let round = 0; round < 2; round++) {
      expect(shaderCacheEnvironment({}, nowhere(), folder)).toEqual({ MESA_SHADER_CACHE_DIR: ours });
    }
    expect(shaderCacheEnvironment({ XDG_CACHE_HOME: nowhere() }, folder, folder)).toEqual({
      MESA_SHADER_CACHE_DIR: ours,
    });
    chmodSync(ours, 0o777);
    expect(shaderCacheEnvironment({}, nowhere(), folder)).toEqual({});
    rmSync(ours, { recursive: true });
    symlinkSync(folder, ours);
    expect(shaderCacheEnvironment({}, nowhere(), folder)).toEqual({});
  });
});
