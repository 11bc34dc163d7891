/** The commands for many files: `batch`, `run` and `report`. */
import type { Command } from 'commander';
import { isProjectName, PROJECT_ENDING, REPORT_CSV, REPORT_HTML, SIDECAR_ENDING } from '../batch/output-names.ts';
import { MESH_FORMATS } from '../engine/index.ts';
import { oneOf } from './arguments.ts';
import type { BatchArguments } from './commands/batch.ts';
import type { ReportArguments } from './commands/report.ts';
import type { RunArguments } from './commands/run.ts';
import { EXIT_HELP } from './exit-codes.ts';
import { addReadOptions } from './read-options.ts';
import { addReconstructOptions } from './reconstruct-options.ts';
import { runCommand, runWithProgress } from './run-command.ts';

export function addBatchCommands(program: Command): void {
  addBatch(program);
  addRun(program);
  addReport(program);
}

function addBatch(program: Command): void {
  const command = program
    .command('batch')
    .summary('a folder of point clouds to meshes and a report')
    .description(
      'Turns every point cloud of a folder into a mesh, each with a picture and a sidecar ' +
        `(.${SIDECAR_ENDING}) that tells how it came about, and writes one report of them all (${REPORT_HTML}, ${REPORT_CSV}).`,
    )
    .argument('<folder>', 'the folder with the clouds')
    .requiredOption('-o, --output <folder>', 'the folder for the meshes; made where it is missing')
    .option('--format <format>', MESH_FORMATS.join(', '), oneOf('--format', MESH_FORMATS), 'ply')
    .option('--pattern <glob>', 'take these files only; may be repeated', collect)
    .option('--exclude <glob>', 'leave these files out; may be repeated', collect)
    .option('--recursive', 'look into the folders below, too');
  addReconstructOptions(addReadOptions(addBatchOptions(command)))
    .addHelpText(
      'after',
      `
Examples:
  gridpull batch scans -o meshes
  gridpull batch scans -o meshes --recursive --pattern "statue_*.ply" --format glb
  gridpull batch scans -o meshes --resume
  gridpull batch scans -o meshes --shard 1/4
${EXIT_HELP}`,
    )
    .action(async (folder: string, args: BatchArguments) => {
      const { batch } = await import('./commands/batch.ts');
      await runCommand((signal) => batch(folder, args, signal));
    });
}

function addRun(program: Command): void {
  const command = program
    .command('run')
    .summary('a batch as a job file states it, or the mesh of a project')
    .description(
      'Runs a job file, repeats the file of a sidecar, or makes the mesh of a project that the window saved. ' +
        'Paths in it are relative to the place of the file.',
    )
    .argument('<job>', `a job file, the sidecar (.${SIDECAR_ENDING}) of a mesh, or a project (.${PROJECT_ENDING})`)
    .option('--input <folder>', 'look for the clouds here instead')
    .option('-o, --output <place>', 'write the meshes into this folder instead; of a project, its mesh into this file')
    .option('--changed', 'of a project: go on with scans that have changed since it was saved');
  addBatchOptions(command)
    .addHelpText(
      'after',
      `
Examples:
  gridpull run job.json
  gridpull run meshes/job.json --retry-failed
  gridpull run meshes/statue.ply.json -o again
  gridpull run statue.gridpull -o statue.glb
${EXIT_HELP}`,
    )
    .action(async (job: string, args: RunArguments) => {
      if (isProjectName(job)) {
        const { runProject } = await import('./commands/run-project.ts');
        await runWithProgress(args.quiet === true, (context, terminal) =>
          runProject(job, args, context, (line) => terminal.note(`driver: ${line}`)),
        );
      } else {
        const { runJob } = await import('./commands/run.ts');
        await runCommand((signal) => runJob(job, args, signal));
      }
    });
}

function addReport(program: Command): void {
  program
    .command('report')
    .summary('one report of all that shards have left in a folder')
    .description(`Writes ${REPORT_HTML} and ${REPORT_CSV} anew from the sidecars of a folder, whoever wrote them.`)
    .argument('<folder>', 'the folder with the meshes')
    .option('--json', 'print the counts as JSON')
    .addHelpText(
      'after',
      `
Examples:
  gridpull report meshes
${EXIT_HELP}`,
    )
    .action(async (folder: string, args: ReportArguments) => {
      const { report } = await import('./commands/report.ts');
      await runCommand((signal) => report(folder, args, signal));
    });
}

/** What `batch` and `run` have in common. */
function addBatchOptions(command: Command): Command {
  return command
    .option('--dry-run', 'print what would be done, and write nothing')
    .option('--resume', 'keep what is there and unchanged')
    .option('--retry-failed', 'as --resume, but try again what failed')
    .option('--overwrite', 'make all anew, over what is there')
    .option('--shard <I/N>', 'one part of N only; auto: from Slurm, Kubernetes or AWS Batch')
    .option('--log <file>', 'append a log in JSON lines here (default: in the output folder)')
    .option('--software', 'compute without the graphics card')
    .option('--adapter <name>', 'the graphics adapter to take, by a part of its name')
    .option('--json', 'print the summary as JSON')
    .option('--quiet', 'print errors only');
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
