/**
 * What tests put into the system's temporary folder, they and the programs that they start, lies in one folder of the
 * run and goes with it: also what a test that failed, or a process that was killed, would have left there.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** The variables that name the temporary folder: the first on Linux and macOS, the others on Windows. */
const VARIABLES = ['TMPDIR', 'TMP', 'TEMP'] as const;
/** Set while a run has its folder: the projects of one run share it. */
const OWN = 'GRIDPULL_TESTS_FOLDER';

/** Called once for each project before its tests; the function returned is called after the tests of all. */
export default function setup(): (() => void) | undefined {
  if (process.env[OWN] !== undefined) return undefined;
  const before = VARIABLES.map((name) => process.env[name]);
  const folder = mkdtempSync(path.join(tmpdir(), 'gridpull-tests-'));
  for (const name of [OWN, ...VARIABLES]) process.env[name] = folder;
  return () => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    VARIABLES.forEach((name, i) => {
      const value = before[i];
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    });
    delete process.env[OWN];
  };
}
