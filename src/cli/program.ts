/** The commands, their options and their help. */
import { Command } from 'commander';
import { DEFAULTS, type RunContext } from '../engine/index.ts';
import { oneOf, wholeNumber, wordOrNumber } from './arguments.ts';
import { compare, type CompareOptions } from './commands/compare.ts';
import { info, type InfoOptions } from './commands/info.ts';
import { reconstruct, type ReconstructArguments } from './commands/reconstruct.ts';
import { EXIT, EXIT_HELP, Interrupted } from './exit-codes.ts';
import { openTerminal, type Terminal } from './terminal.ts';

const VERSION = '0.1.0';

export function buildProgram(): Command {
  const program = new Command('gridpull')
    .usage('<command> [options]')
    .description('Turns a point cloud into a triangle mesh. Needs no normals, no training, and no graphics card.')
    .version(VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .addHelpText(
      'after',
      `
Examples:
  gridpull reconstruct scan.ply -o mesh.ply
  gridpull info scan.ply
  gridpull compare truth.ply mesh.ply

gridpull <command> --help tells a command's options.
${EXIT_HELP}`,
    );
  addReconstruct(program);
  addInfo(program);
  addCompare(program);
  for (const command of [program, ...program.commands]) {
    command
      .exitOverride()
      .helpOption('-h, --help', 'print this help')
      .showHelpAfterError(`(${command === program ? '' : 'gridpull '}${command.name()} --help tells what is possible)`);
  }
  return program;
}

function addReconstruct(program: Command): void {
  const lengthOrAuto = 'in the unit of the file';
  program
    .command('reconstruct')
    .summary('point cloud to mesh')
    .description('Reads a point cloud (PLY, XYZ, TXT, ASC, PTS) and writes its surface as a mesh (PLY, OBJ, STL, GLB).')
    .argument('<cloud>', 'the file to read')
    .requiredOption('-o, --output <mesh>', 'the file to write; its ending chooses the format')
    .option(
      '--resolution <N>',
      'cells along the longest side: auto, 64, 128, 256, 512, 1024 or 2048',
      wordOrNumber('--resolution', ['auto']),
      DEFAULTS.resolution,
    )
    .option(
      '--noise <length>',
      `standard deviation of the noise: auto, none, or a length ${lengthOrAuto}`,
      wordOrNumber('--noise', ['auto', 'none']),
      DEFAULTS.noise,
    )
    .option(
      '--hole-radius <length>',
      `close holes up to this radius: auto, or a length ${lengthOrAuto}; 0 closes none`,
      wordOrNumber('--hole-radius', ['auto']),
      DEFAULTS.holeRadius,
    )
    .option(
      '--normals <use|ignore>',
      'normals of the file, where it has some',
      oneOf('--normals', ['use', 'ignore']),
      DEFAULTS.fileNormals,
    )
    .option(
      '--preset <default|paper>',
      'paper: GridPull as published, for comparison',
      oneOf('--preset', ['default', 'paper']),
      DEFAULTS.preset,
    )
    .option(
      '--paper-steps <N>',
      'optimiser steps of the preset paper',
      wholeNumber('--paper-steps'),
      DEFAULTS.paperSteps,
    )
    .option('--seed <N>', 'same seed and device: same bytes', wholeNumber('--seed'), DEFAULTS.seed)
    .option('--flip', 'turn the surface inside out, where an open scan shows its back')
    .option('--ascii', 'write PLY as text')
    .option('--software', 'compute without the graphics card')
    .option('--json', 'print the report as JSON')
    .option('--quiet', 'print errors only')
    .addHelpText(
      'after',
      `
Examples:
  gridpull reconstruct scan.ply -o mesh.ply
  gridpull reconstruct scan.xyz -o mesh.obj --noise 0.02
  gridpull reconstruct terrain.ply -o terrain.stl --hole-radius 0
  gridpull reconstruct statue.ply -o statue.glb
  gridpull reconstruct scan.ply -o mesh.ply --resolution 256 --json --quiet > report.json
${EXIT_HELP}`,
    )
    .action(async (cloud: string, options: ReconstructArguments & { normals: 'use' | 'ignore' }) => {
      const { normals, ...rest } = options;
      await run(options.quiet === true, (context, terminal) =>
        reconstruct(cloud, { ...rest, fileNormals: normals }, context, (line) => terminal.note(`driver: ${line}`)),
      );
    });
}

function addInfo(program: Command): void {
  program
    .command('info')
    .summary('what a point cloud file holds')
    .description('Reads a point cloud and prints how many points it has, where they lie, and what comes with them.')
    .argument('<cloud>', 'the file to read')
    .option('--json', 'print as JSON')
    .addHelpText(
      'after',
      `
Examples:
  gridpull info scan.ply
  gridpull info scan.ply --json
${EXIT_HELP}`,
    )
    .action(async (cloud: string, options: InfoOptions) => {
      await run(false, (context) => info(cloud, options, context));
    });
}

function addCompare(program: Command): void {
  program
    .command('compare')
    .summary('how far a mesh is from a reference')
    .description('Measures how far two surfaces (PLY, OBJ, OFF, STL) are apart, by samples on both.')
    .argument('<reference>', 'the true surface')
    .argument('<mesh>', 'the surface to judge')
    .option('--samples <N>', 'sample points on each surface', wholeNumber('--samples'), 100_000)
    .option('--seed <N>', 'seed of the samples', wholeNumber('--seed'), 20_231_004)
    .option('--json', 'print as JSON')
    .addHelpText(
      'after',
      `
Examples:
  gridpull compare truth.ply mesh.ply
  gridpull compare truth.obj mesh.stl --samples 1000000 --json
${EXIT_HELP}`,
    )
    .action(async (reference: string, mesh: string, options: CompareOptions) => {
      await run(false, (context) => compare(reference, mesh, options, context));
    });
}

/**
 * Runs a command with progress on the terminal and prints the text it gives. Ctrl+C cancels; a second Ctrl+C ends the
 * program at once.
 */
async function run(
  quiet: boolean,
  command: (context: RunContext, terminal: Terminal) => Promise<string>,
): Promise<void> {
  const controller = new AbortController();
  const terminal = openTerminal(quiet);
  const interrupt = (): void => {
    if (controller.signal.aborted) process.exit(EXIT.interrupted);
    controller.abort(new Interrupted());
  };
  // Never taken off again: Ctrl+C while the last message is printed must not change what the shell is told.
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, interrupt);
  let result = '';
  try {
    result = await command({ signal: controller.signal, onEvent: (event) => terminal.onEvent(event) }, terminal);
  } finally {
    terminal.done();
  }
  process.stdout.write(result);
}
