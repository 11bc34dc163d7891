#!/usr/bin/env node
/**
 * The command line. Results go to standard output, messages to standard error; exit codes are in `exit-codes.ts`.
 */
import { Command, CommanderError } from 'commander';
import { DEFAULTS, type RunContext } from '../engine/index.ts';
import { oneOf, plainNumber, wordOrNumber } from './arguments.ts';
import { compare, type CompareOptions } from './commands/compare.ts';
import { info } from './commands/info.ts';
import { reconstruct, type ReconstructArguments } from './commands/reconstruct.ts';
import { EXIT, explain, Interrupted } from './exit-codes.ts';
import { openTerminal } from './terminal.ts';

const VERSION = '0.1.0';

function buildProgram(): Command {
  const program = new Command('gridpull')
    .description('Turns a point cloud into a surface: no normals needed.')
    .version(VERSION)
    .showHelpAfterError('(gridpull --help shows the commands)')
    .exitOverride();

  program
    .command('reconstruct')
    .description('point cloud (PLY, XYZ) to mesh (PLY, OBJ, STL)')
    .argument('<cloud>', 'the file to read')
    .requiredOption('-o, --output <mesh>', 'the file to write; its ending chooses the format')
    .option('--resolution <auto|N>', 'cells along the longest side: 64, 128, … 2048', wordOrNumber('--resolution', ['auto']), DEFAULTS.resolution)
    .option('--noise <auto|none|LENGTH>', 'standard deviation of the noise, in the unit of the file', wordOrNumber('--noise', ['auto', 'none']), DEFAULTS.noise)
    .option('--hole-radius <auto|LENGTH>', 'close holes up to this radius; 0 closes none', wordOrNumber('--hole-radius', ['auto']), DEFAULTS.holeRadius)
    .option('--normals <use|ignore>', 'normals of the file', oneOf('--normals', ['use', 'ignore']), DEFAULTS.fileNormals)
    .option('--preset <default|paper>', 'paper: GridPull as published, for comparison', oneOf('--preset', ['default', 'paper']), DEFAULTS.preset)
    .option('--paper-steps <N>', 'optimiser steps of the preset paper', plainNumber('--paper-steps'), DEFAULTS.paperSteps)
    .option('--seed <N>', 'same seed and device: same bytes', plainNumber('--seed'), DEFAULTS.seed)
    .option('--ascii', 'write PLY as text', false)
    .option('--software', 'compute without the graphics card', false)
    .option('--json', 'print the report as JSON', false)
    .option('--quiet', 'print errors only', false)
    .exitOverride()
    .action(async (cloud: string, options: ReconstructArguments & { normals: 'use' | 'ignore' }) => {
      const { normals, ...rest } = options;
      await run(options.quiet, (context) => reconstruct(cloud, { ...rest, fileNormals: normals }, context));
    });

  program
    .command('info')
    .description('what a point cloud file holds')
    .argument('<cloud>', 'the file to read')
    .option('--json', 'print as JSON', false)
    .exitOverride()
    .action(async (cloud: string, options: { json: boolean }) => {
      await run(false, (context) => info(cloud, options, context));
    });

  program
    .command('compare')
    .description('how far a mesh is from a reference (PLY, OBJ, OFF, STL)')
    .argument('<reference>', 'the true surface')
    .argument('<mesh>', 'the surface to judge')
    .option('--samples <N>', 'sample points on each surface', plainNumber('--samples'), 100_000)
    .option('--seed <N>', 'seed of the samples', plainNumber('--seed'), 20_231_004)
    .option('--json', 'print as JSON', false)
    .exitOverride()
    .action(async (reference: string, mesh: string, options: CompareOptions) => {
      await run(false, (context) => compare(reference, mesh, options, context));
    });
  return program;
}

/** Runs a command with progress on the terminal and Ctrl+C as cancellation. */
async function run(quiet: boolean, command: (context: RunContext) => Promise<void>): Promise<void> {
  const controller = new AbortController();
  const terminal = openTerminal(quiet);
  const interrupt = (): void => controller.abort(new Interrupted());
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  try {
    await command({ signal: controller.signal, onEvent: (event) => terminal.onEvent(event) });
  } finally {
    terminal.done();
    process.removeListener('SIGINT', interrupt);
    process.removeListener('SIGTERM', interrupt);
  }
}

try {
  await buildProgram().parseAsync(process.argv);
} catch (error) {
  if (error instanceof CommanderError) {
    // Commander has printed its message; help and version are successes.
    process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  } else {
    const { code, line } = explain(error);
    process.stderr.write(`gridpull: ${line}\n`);
    if (process.env['GRIDPULL_DEBUG']) console.error(error);
    process.exitCode = code;
  }
}
