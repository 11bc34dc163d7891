/**
 * Whether the tests see what they are there to see. From the project's folder:
 *
 *   npm run mutants                      all of them
 *   npm run mutants -- grid sheets      those whose room, file or description holds one of the words
 *   npm run mutants -- --docs           keeps what becomes of them in docs/mutants.json and the tables of docs/mutants.md
 *   npm run mutants -- --missing        those of which docs/mutants.json does not know what becomes
 *
 * Each mutant of the tables beside this file is made in a copy of the tree, the tests that it names run, and the copy
 * is put right again. One process serves all: the tests of a mutant start within a second, and the first that fails
 * ends them. docs/mutants.md says what the tables hold and why no library makes them.
 */
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createVitest, type TestSpecification, type Vitest } from 'vitest/node';
import { repositoryFiles } from '../citations/source-text.ts';
import { type Mutant, type MutantRoom, mutatedFile } from './mutant.ts';
import { type MutantResult, outcomesOf, percentOf, readOutcomes, recordOutcomes, scoresOf } from './mutant-docs.ts';
import { MUTANTS } from './mutants.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { docs: { type: 'boolean', default: false }, missing: { type: 'boolean', default: false } },
});
/** What the tests need; pictures, samples and documents stay out of the copy. */
const COPIED = /^(src|test|scripts)\/|^(package\.json|vitest\.config\.ts|tsconfig[^/]*\.json)$/;

/** The time that one test may take. */
const LIMIT_MS = 300_000;

interface Listed {
  readonly room: MutantRoom;
  readonly mutant: Mutant;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`mutants: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
}

/** 1 where a mutant survived that has no excuse. */
async function main(): Promise<number> {
  const listed = chosen();
  for (const { mutant } of listed) mutatedFile('.', mutant);
  const root = copyOfTree();
  const vitest = await startVitest(root);
  try {
    await expectSoundTests(vitest, root, listed);
    const results: MutantResult[] = [];
    for (const { room, mutant } of listed) {
      const result = await runMutant(vitest, root, room, mutant);
      results.push(result);
      console.log(`${String(results.length).padStart(4)} ${describe(result)}`);
      // One by one: a run that is ended keeps what it has found.
      if (values.docs) recordOutcomes([result]);
    }
    for (const score of scoresOf(outcomesOf(results))) {
      const { room, killed, survived, equivalent } = score;
      if (killed + survived + equivalent === 0) continue;
      console.log(
        `${room.padEnd(12)} ${percentOf(score)} %: ${killed} killed, ${survived} survived, ${equivalent} equivalent`,
      );
    }
    return results.some(({ outcome, mutant }) => outcome === 'survived' && !mutant.equivalent) ? 1 : 0;
  } finally {
    await vitest.close();
    rmSync(root, { recursive: true });
  }
}

function chosen(): Listed[] {
  const all = Object.entries(MUTANTS).flatMap(([room, mutants]) =>
    mutants.map((mutant): Listed => ({ room: room as MutantRoom, mutant })),
  );
  const known = values.missing ? readOutcomes() : {};
  const listed = all.filter(({ room, mutant }) => {
    if (known[room]?.[mutant.breaks]) return false;
    const words = [mutant.file, mutant.breaks].join('\n');
    return (
      positionals.length === 0 || positionals.some((word) => (word in MUTANTS ? word === room : words.includes(word)))
    );
  });
  if (listed.length === 0) throw new Error(`no such mutant: ${positionals.join(' or ')}.`);
  return listed;
}

/** Tracked files and new ones, with the working tree's packages linked in. */
function copyOfTree(): string {
  const root = mkdtempSync(join(tmpdir(), 'gridpull-mutants-'));
  for (const file of repositoryFiles().filter((name) => COPIED.test(name))) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    copyFileSync(file, join(root, file));
  }
  symlinkSync(resolve('node_modules'), join(root, 'node_modules'));
  return root;
}

/** One for all mutants: it starts in a second or two, which each of them would spend anew. */
async function startVitest(root: string): Promise<Vitest> {
  const vitest = await createVitest({
    root,
    config: join(root, 'vitest.config.ts'),
    project: ['unit', 'gpu-node'],
    reporters: [{}],
    watch: false,
    bail: 1,
  });
  await vitest.standalone();
  // On a busy machine a test must not fail for its time alone.
  for (const project of vitest.projects) project.config.testTimeout = LIMIT_MS;
  return vitest;
}

/** A mutant is killed by a test that passes without it. */
async function expectSoundTests(vitest: Vitest, root: string, listed: readonly Listed[]): Promise<void> {
  const tests = [...new Set(listed.flatMap(({ mutant }) => mutant.tests))];
  console.log(`${listed.length} mutants, ${tests.length} test files; these pass without a mutant: …`);
  const failures = await failuresOf(vitest, root, tests);
  if (failures.length > 0) throw new Error(`tests fail without any mutant:\n${failures.join('\n')}`);
}

async function runMutant(vitest: Vitest, root: string, room: MutantRoom, mutant: Mutant): Promise<MutantResult> {
  const file = join(root, mutant.file);
  const before = readFileSync(file, 'utf8');
  const started = performance.now();
  const write = (source: string): void => {
    writeFileSync(file, source);
    forget(vitest, file);
  };
  write(mutatedFile(root, mutant));
  try {
    let failures: string[] = [];
    for (const test of mutant.tests) {
      failures = await failuresOf(vitest, root, [test]);
      if (failures.length > 0) break;
    }
    const lost = failures.find((message) => message.includes('[vitest-pool]'));
    if (lost) throw new Error(`the tests of "${mutant.breaks}" did not run: ${lost}`);
    const broken = failures.find((message) => /shader-invalid|SyntaxError|PARSE_ERROR|Transform failed/.test(message));
    if (broken) throw new Error(`"${mutant.breaks}" does not compile: ${broken}`);
    const outcome = failures.length > 0 ? 'killed' : 'survived';
    return { room, mutant, outcome, seconds: (performance.now() - started) / 1000, by: failures[0] };
  } finally {
    write(before);
  }
}

/** Has what was made of a file made anew: its module, or all shaders, since any of them may include it. */
function forget(vitest: Vitest, file: string): void {
  const isMadeOf = file.endsWith('.wgsl') ? (made: string) => made.endsWith('.wgsl') : (made: string) => made === file;
  for (const { vite } of vitest.projects) {
    for (const { moduleGraph } of Object.values(vite.environments)) {
      for (const module of moduleGraph.idToModuleMap.values()) {
        if (module.file && isMadeOf(module.file)) moduleGraph.invalidateModule(module);
      }
    }
  }
}

/** The first failures of some test files, run on what the copy holds now. */
async function failuresOf(vitest: Vitest, root: string, tests: readonly string[]): Promise<string[]> {
  const specs = tests.map((test) => specOf(vitest, root, test));
  // Modules of the runs before are kept, and would count again.
  for (const { moduleId, project } of specs) vitest.state.clearFiles(project, [moduleId]);
  const { testModules: known, unhandledErrors } = await vitest.runTestSpecifications(specs);
  const testModules = known.filter(({ moduleId }) => specs.some((spec) => spec.moduleId === moduleId));
  const failed = testModules.flatMap((module) => [
    ...module.errors().map((error) => `${module.relativeModuleId}: ${error.message}`),
    ...[...module.children.allTests('failed')].map(
      (test) => `${module.relativeModuleId} > ${test.fullName}: ${test.result().errors?.[0]?.message ?? ''}`,
    ),
  ]);
  return [...failed, ...unhandledErrors.map(String)];
}

function specOf(vitest: Vitest, root: string, test: string): TestSpecification {
  const project = test.startsWith('gpu/') ? 'gpu-node' : 'unit';
  return vitest.getProjectByName(project).createSpecification(join(root, 'test', test));
}

function describe({ room, mutant, outcome, seconds, by }: MutantResult): string {
  const word = outcome === 'survived' && mutant.equivalent ? 'equivalent' : outcome;
  const where = outcome === 'killed' ? `by ${by?.split('\n')[0]?.slice(0, 120)}` : mutant.file;
  return `${word.padEnd(10)} ${room}: ${mutant.breaks} (${seconds.toFixed(1)} s) ${where}`;
}
