/** The commands of a run that is shared out: `tiles plan`, `solve`, `extract`, `join`, `status`. */
import type { Command } from 'commander';
import { wholeNumber } from './arguments.ts';
import type { JoinArguments, PartArguments, PlanArguments, StatusArguments } from './commands/tiles.ts';
import { EXIT_HELP } from './exit-codes.ts';
import { addReadOptions } from './read-options.ts';
import { addReconstructOptions } from './reconstruct-options.ts';
import { runCommand, runWithProgress } from './run-command.ts';
import type { PartTask } from './tiles/tiles-task.ts';

export function addTilesCommands(program: Command): void {
  const tiles = program
    .command('tiles')
    .summary('one cloud over many machines')
    .description(
      'Shares one run out over processes and machines that have a folder in common: a plan, tiles that are solved and ' +
        'drawn in any number of parts and in any order, and the mesh of them all, which is that of one run to the byte.',
    )
    .helpCommand(false);
  addPlan(tiles);
  addPart(tiles, 'solve', 'solve the tiles of a part', 'Solves tiles, as far as the levels before allow it.');
  addPart(tiles, 'extract', 'draw the surface of the tiles of a part', 'Draws the surface of solved tiles.');
  addJoin(tiles);
  addStatus(tiles);
}

function addPlan(tiles: Command): void {
  const command = tiles
    .command('plan')
    .summary('all that concerns the whole cloud')
    .description('Reads a point cloud and writes into a folder what its parts are solved from.')
    .argument('<clouds...>', 'the file to read; several are one scene')
    .requiredOption('-o, --output <folder>', 'the folder that all phases share; made where it is missing')
    .requiredOption('--parts <N>', 'how many parts the tiles are shared out to', wholeNumber('--parts'));
  addReadOptions(addReconstructOptions(command))
    .option('--software', 'compute without the graphics card, in all phases')
    .option('--adapter <name>', 'the graphics adapter to take, by a part of its name, in all phases')
    .option('--quiet', 'print errors only')
    .addHelpText(
      'after',
      `
Examples:
  gridpull tiles plan city.laz -o city --parts 64
${EXIT_HELP}`,
    )
    .action(async (clouds: string[], options: PlanArguments) => {
      const { planTilesCommand } = await import('./commands/tiles.ts');
      await runWithProgress(options.quiet === true, (context, terminal) =>
        planTilesCommand(clouds, options, context, (line) => terminal.note(`driver: ${line}`)),
      );
    });
}

function addPart(tiles: Command, phase: PartTask['phase'], summary: string, description: string): void {
  tiles
    .command(phase)
    .summary(summary)
    .description(`${description} What is there and whole stays; what was cut off or damaged is made anew.`)
    .argument('<folder>', 'the folder of the plan')
    .argument('<part>', 'which part, as 3/64; auto: from Slurm or Kubernetes')
    .option('--quiet', 'print errors only')
    .addHelpText(
      'after',
      `
Examples:
  gridpull tiles ${phase} city 3/64
${EXIT_HELP}`,
    )
    .action(async (folder: string, part: string, options: PartArguments) => {
      const { partCommand } = await import('./commands/tiles.ts');
      await runWithProgress(options.quiet === true, (context, terminal) =>
        partCommand(phase, folder, part, options, context, (line) => terminal.note(`driver: ${line}`)),
      );
    });
}

function addJoin(tiles: Command): void {
  tiles
    .command('join')
    .summary('the mesh of all parts')
    .description('Joins the surfaces of all tiles, trims them, and writes the mesh, as gridpull reconstruct does.')
    .argument('<folder>', 'the folder of the plan')
    .requiredOption('-o, --output <mesh>', 'the file to write; its ending chooses the format')
    .option('--force', 'replace a file that GridPull did not write')
    .option('--ascii', 'write PLY as text')
    .option('--compress', 'write GLB packed and in fewer bits, which most viewers unpack')
    .option('--json', 'print the report as JSON')
    .option('--quiet', 'print errors only')
    .addHelpText(
      'after',
      `
Examples:
  gridpull tiles join city -o city.ply
${EXIT_HELP}`,
    )
    .action(async (folder: string, options: JoinArguments) => {
      const { joinCommand } = await import('./commands/tiles.ts');
      await runWithProgress(options.quiet === true, (context, terminal) =>
        joinCommand(folder, options, context, (line) => terminal.note(`driver: ${line}`)),
      );
    });
}

function addStatus(tiles: Command): void {
  tiles
    .command('status')
    .summary('what is done and what is left')
    .description('Tells how many tiles of each level are there, whose the others are, and which phase is due.')
    .argument('<folder>', 'the folder of the plan')
    .option('--next', 'print the phase that is due and nothing else: solve, extract or join')
    .option('--json', 'print as JSON')
    .addHelpText(
      'after',
      `
Examples:
  gridpull tiles status city
  while [ "$(gridpull tiles status city --next)" = solve ]; do gridpull tiles solve city 1/1; done
${EXIT_HELP}`,
    )
    .action(async (folder: string, options: StatusArguments) => {
      const { statusCommand } = await import('./commands/tiles.ts');
      await runCommand(() => statusCommand(folder, options));
    });
}
