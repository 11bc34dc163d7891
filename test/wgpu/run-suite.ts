/** The GPU tests in Deno. Vitest runs there as it does in Node, in a thread. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runInDeno } from './deno.ts';

/**
 * Tests that ask for what WebGPU leaves open, or Deno does not have, and why. One of them that passes is told as well.
 */
const KNOWN: Readonly<Record<string, string>> = {
  'that a lost device breaks off fails with the loss, however late the news of it comes':
    'wgpu hands out what was read before the device was destroyed, Dawn no more',
};

/** The foundations: scopes, readbacks, command lists, sums. They take seven seconds of the processor. */
const SHORT = ['test/gpu/scan.test.ts', 'test/gpu/within-memory.test.ts', 'test/gpu/read-back.test.ts'];

interface Result {
  readonly fullName: string;
  readonly status: string;
  readonly failureMessages: readonly string[];
}

/** Whether all tests pass but those that are known not to; tells what does not. */
export function runSuite(isShort: boolean): boolean {
  const folder = mkdtempSync(path.join(tmpdir(), 'gridpull-wgpu-'));
  try {
    const file = path.join(folder, 'results.json');
    // One thread and one device; a slow driver takes its time.
    const how = ['--project', 'gpu-node', '--pool', 'threads', '--maxWorkers', '1', '--testTimeout', '600000'];
    const reporting = ['--reporter', 'json', '--outputFile', file];
    runInDeno('node_modules/vitest/vitest.mjs', ['run', ...how, ...reporting, ...(isShort ? SHORT : [])]);
    return tell(resultsOf(readFileSync(file, 'utf8')));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function resultsOf(text: string): Result[] {
  const { testResults } = JSON.parse(text) as {
    readonly testResults: readonly { readonly name: string; readonly assertionResults: readonly Result[] }[];
  };
  return testResults.flatMap(({ name, assertionResults }) => {
    // A file that cannot be loaded has no tests, which would be none that fail.
    if (assertionResults.length > 0) return assertionResults;
    return [{ fullName: name, status: 'failed', failureMessages: ['it has no tests'] }];
  });
}

function tell(results: readonly Result[]): boolean {
  const count = (status: string): number => results.filter((result) => result.status === status).length;
  const wrong = results.filter(
    ({ fullName, status }) => (status === 'failed') !== fullName in KNOWN && status !== 'skipped',
  );
  console.log(`${results.length} GPU tests in Deno: ${count('passed')} pass, ${count('failed')} fail`);
  for (const { fullName, status, failureMessages } of results) {
    if (status === 'failed') {
      console.log(
        `${fullName in KNOWN ? `KNOWN (${KNOWN[fullName]})` : 'FAILED'} ${fullName}: ${failureMessages[0]?.split('\n')[0]}`,
      );
    } else if (fullName in KNOWN && status === 'passed') console.log(`PASSES AFTER ALL ${fullName}`);
  }
  return results.length > 0 && wrong.length === 0;
}
