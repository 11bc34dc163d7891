/**
 * The commands of a run that is shared out: `tiles plan`, `solve`, `extract`, `join`, `status`, and
 * `submit` and `watch`, which hand it to a scheduler and look on.
 */
import type { Command } from 'commander';
import { wholeNumber } from './arguments.ts';
import type { JoinArguments, PartArguments, PlanArguments, StatusArguments } from './commands/tiles.ts';
import type { SubmitArguments } from './commands/tiles-submit.ts';
import type { WatchArguments } from './commands/tiles-watch.ts';
import { EXIT_HELP } from './exit-codes.ts';
import { openLiveLine } from './live-line.ts';
import { plainText } from './plain-text.ts';
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
  addWatch(tiles);
  addSubmit(tiles);
}

function addPlan(tiles: Command): void {
  const command = tiles
    .command('plan')
    .summary('all that concerns the whole cloud')
    .description('Reads a point cloud and writes into a folder what its parts are solved from.');
  addPlanOptions(command)
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

function addPlanOptions(command: Command): Command {
  command
    .argument('<clouds...>', 'the file to read; several are one scene')
    .requiredOption('-o, --output <folder>', 'the folder that all phases share; made where it is missing')
    .requiredOption('--parts <N>', 'how many parts the tiles are shared out to', wholeNumber('--parts'));
  return addReadOptions(addReconstructOptions(command))
    .option('--software', 'compute without the graphics card, in all phases')
    .option('--adapter <name>', 'the graphics adapter to take, by a part of its name, in all phases');
}

function addPart(tiles: Command, phase: PartTask['phase'], summary: string, description: string): void {
  tiles
    .command(phase)
    .summary(summary)
    .description(`${description} What is there and whole stays; what was cut off or damaged is made anew.`)
    .argument('<folder>', 'the folder of the plan')
    .argument('<part>', 'which part, as 3/64; auto: from Slurm, Kubernetes or AWS Batch')
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

function addMeshOptions(command: Command): Command {
  return command
    .option('--force', 'replace a file that GridPull did not write')
    .option('--ascii', 'write PLY as text')
    .option('--compress', 'write GLB packed and in fewer bits, which most viewers unpack');
}

function addJoin(tiles: Command): void {
  const command = tiles
    .command('join')
    .summary('the mesh of all parts')
    .description('Joins the surfaces of all tiles, trims them, and writes the mesh, as gridpull reconstruct does.')
    .argument('<folder>', 'the folder of the plan')
    .requiredOption('-o, --output <mesh>', 'the file to write; its ending chooses the format');
  addMeshOptions(command)
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

function addWatch(tiles: Command): void {
  tiles
    .command('watch')
    .summary('looks on until the mesh is there')
    .description(
      'Tells how far the tiles are whenever that changes, until they are joined or a phase fails, whose exit code it ends ' +
        'with. It may be started before the plan is made, and ended at any time: it only looks.',
    )
    .argument('<folder>', 'the folder of the plan')
    .option('--every <seconds>', 'how often to look', wholeNumber('--every'), 2)
    .option('--keep-going', 'look on after a failure, where a scheduler calls the phase again')
    .option('--json', 'print what it sees as lines of JSON')
    .option('--quiet', 'print errors only')
    .addHelpText(
      'after',
      `
Examples:
  gridpull tiles watch city
  gridpull tiles watch city --json | jq -c .levels
${EXIT_HELP}`,
    )
    .action(async (folder: string, options: WatchArguments & { readonly quiet?: boolean }) => {
      const { watchCommand } = await import('./commands/tiles-watch.ts');
      await runCommand(async (signal) => {
        const line = openLiveLine(options.quiet === true);
        const print = (text: string): void => void process.stdout.write(plainText(text));
        try {
          const text = await watchCommand(folder, options, { line, print }, signal);
          return options.quiet ? '' : text;
        } finally {
          line.clear();
        }
      });
    });
}

function addSubmit(tiles: Command): void {
  const command = tiles
    .command('submit')
    .summary('all phases as jobs of a scheduler')
    .description(
      'Writes the phases as jobs of Slurm, of GNU parallel or of Kubernetes, each after the one before, as a script in the ' +
        'folder; and with --slurm hands them over. Started again, it goes on with what is there.',
    );
  const ofPlan = typedIn(addPlanOptions(command), (option) => !['output', 'parts'].includes(option));
  command.requiredOption('--mesh <mesh>', 'the file that join writes; its ending chooses the format');
  const ofJoin = typedIn(addMeshOptions(command), (option) => ['force', 'ascii', 'compress'].includes(option));
  command
    .option('--slurm', 'hand the jobs to Slurm, by sbatch')
    .option('--parallel', 'write a script for GNU parallel')
    .option('--kubernetes', 'write a script for Kubernetes, an indexed Job for each phase')
    .option('--write-only', 'with --slurm: write the script, and hand nothing over')
    .option('--whole <words>', 'with --slurm: options of sbatch for plan and join, in one word of the shell')
    .option('--each <words>', 'with --slurm: options of sbatch for each part')
    .option('--image <name>', 'with --kubernetes: the image, with GridPull and the driver of the cards')
    .option('--claim <name>', 'with --kubernetes: the claim of a volume that several pods may write to')
    .option('--mount <folder>', 'with --kubernetes: where the volume is; else the folder that all files are in')
    .option('--program <words>', 'how gridpull is called in the script; else as this one was')
    .option('--quiet', 'print errors only')
    .addHelpText(
      'after',
      `
Examples:
  gridpull tiles submit city.laz -o city --parts 64 --mesh city.ply --slurm --each "--mem=16G --gres=gpu:1"
  gridpull tiles submit city.laz -o city --parts 8 --mesh city.ply --parallel && bash city/submit-parallel.sh
${EXIT_HELP}`,
    )
    .action(async (clouds: string[], options: SubmitArguments) => {
      const { submitCommand } = await import('./commands/tiles-submit.ts');
      await runWithProgress(options.quiet === true, (context) =>
        submitCommand(clouds, options, { plan: ofPlan, join: ofJoin }, context),
      );
    });
}

/** Collects options as they are typed, flag and value. @param isWanted of those that the command has so far, by name */
function typedIn(command: Command, isWanted: (name: string) => boolean): string[] {
  const typed: string[] = [];
  for (const option of command.options) {
    if (!isWanted(option.name())) continue;
    command.on(`option:${option.name()}`, (value?: string) => {
      typed.push(option.long ?? option.flags, ...(value === undefined ? [] : [value]));
    });
  }
  return typed;
}
