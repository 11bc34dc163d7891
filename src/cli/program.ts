/**
 * The commands, their options and their help. What a command does is read when it is called: half of the time that the
 * program takes to start is the reading of its code.
 */
import { Command } from 'commander';
import {
  CLOUD_FORMATS,
  endingsOf,
  EXPORT_FORMATS,
  FINISH_OPTION_NAMES,
  namesOf,
  READ_MESH_FORMATS,
  UNITS,
} from '../engine/index.ts';
import { length, oneOf, planeOf, threeLengths, wholeNumber } from './arguments.ts';
import { addBatchCommands } from './batch-program.ts';
import type { CheckArguments } from './commands/check.ts';
import type { CompareOptions } from './commands/compare.ts';
import type { DoctorArguments } from './commands/doctor.ts';
import type { FinishArguments } from './commands/finish.ts';
import type { InfoOptions } from './commands/info.ts';
import type { ReconstructArguments } from './commands/reconstruct.ts';
import type { SectionArguments } from './commands/section.ts';
import type { TerrainArguments } from './commands/terrain.ts';
import type { TilesetArguments } from './commands/tileset.ts';
import { EXIT_HELP } from './exit-codes.ts';
import type { ToolDevice } from './mcp/tools.ts';
import { addReadOptions } from './read-options.ts';
import { addReconstructOptions } from './reconstruct-options.ts';
import { runCommand, runWithProgress } from './run-command.ts';
import { addTilesCommands } from './tiles-program.ts';
import { VERSION } from './version.ts';

/** A person looks for what stands at the end of a file's name. */
const CLOUD_ENDINGS = endingsOf(CLOUD_FORMATS).join(', ').toUpperCase();

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
  gridpull check mesh.stl
  gridpull batch scans -o meshes

gridpull <command> --help tells a command's options.
${EXIT_HELP}`,
    );
  addReconstruct(program);
  addInfo(program);
  addCompare(program);
  addFinish(program);
  addCheck(program);
  addSection(program);
  addTerrain(program);
  addTileset(program);
  addBatchCommands(program);
  addTilesCommands(program);
  addDoctor(program);
  addMcp(program);
  const inner = program.commands.flatMap(({ commands }) => commands);
  for (const command of [program, ...program.commands, ...inner]) {
    command
      .exitOverride()
      .helpOption('-h, --help', 'print this help')
      .showHelpAfterError(`(${command === program ? '' : 'gridpull '}${command.name()} --help tells what is possible)`);
  }
  return program;
}

function addReconstruct(program: Command): void {
  const command = program
    .command('reconstruct')
    .summary('point cloud to mesh')
    .description(
      `Reads a point cloud (${CLOUD_ENDINGS}) and writes its surface as a mesh (${namesOf(EXPORT_FORMATS)}).`,
    )
    .argument('<clouds...>', 'the file to read, - for standard input; several are one scene')
    .requiredOption('-o, --output <mesh>', 'the file to write; its ending chooses the format');
  addReadOptions(addReconstructOptions(command))
    .option('--preview <mesh>', 'write a first, coarse surface there within seconds, then go on')
    .option('--force', 'replace a file that GridPull did not write')
    .option('--ascii', 'write PLY as text')
    .option('--compress', 'write GLB packed and in fewer bits, which most viewers unpack')
    .option('--software', 'compute without the graphics card')
    .option('--adapter <name>', 'the graphics adapter to take, by a part of its name; gridpull doctor lists them')
    .option('--json', 'print the report as JSON')
    .option('--quiet', 'print errors only')
    .option(
      '--profile <file>',
      'a diagnostic: write as JSON what every GPU dispatch took, which slows the run a little',
    )
    .option('--dump <folder>', 'a diagnostic: write what every stage makes, with a page that shows it')
    .option('--write-shaders <folder>', "a diagnostic: write the code of the run's kernels as stage/kernel.wgsl")
    .option('--use-shaders <folder>', 'a diagnostic: take such files in the place of kernels, for this run')
    .addHelpText(
      'after',
      `
Examples:
  gridpull reconstruct scan.ply -o mesh.ply
  gridpull reconstruct scan.xyz -o mesh.obj --noise 0.02
  gridpull reconstruct terrain.ply -o terrain.stl --hole-radius 0
  gridpull reconstruct statue.ply -o statue.glb
  gridpull reconstruct street.laz -o street.ply --preview look.ply
  gridpull reconstruct east.las west.las -o street.ply --classes ground,building
  gridpull reconstruct scan.ply -o mesh.ply --resolution 256 --json --quiet > report.json
${EXIT_HELP}`,
    )
    .action(async (clouds: string[], options: ReconstructArguments) => {
      const { reconstruct } = await import('./commands/reconstruct.ts');
      await runWithProgress(options.quiet === true, (context, terminal) =>
        reconstruct(clouds, options, context, (line) => terminal.note(`driver: ${line}`)),
      );
    });
}

function addInfo(program: Command): void {
  const command = program
    .command('info')
    .summary('what a point cloud file holds')
    .description('Reads a point cloud and prints how many points it has, where they lie, and what comes with them.')
    .argument('<cloud>', 'the file to read, - for standard input');
  addReadOptions(command)
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
      const { info } = await import('./commands/info.ts');
      await runWithProgress(false, (context) => info(cloud, options, context));
    });
}

function addCompare(program: Command): void {
  program
    .command('compare')
    .summary('how far a mesh is from a reference')
    .description(`Measures how far two surfaces (${namesOf(READ_MESH_FORMATS)}) are apart, by samples on both.`)
    .argument('<reference>', 'the true surface')
    .argument('<mesh>', 'the surface to judge')
    .option('--samples <N>', 'sample points on each surface', wholeNumber('--samples'), 100_000)
    .option('--seed <N>', 'seed of the samples', wholeNumber('--seed'), 20_231_004)
    .option(
      '--tolerance <LENGTH>',
      'also tells how many vertices lie within it, inside and outside',
      length('--tolerance'),
    )
    .option('--json', 'print as JSON')
    .addHelpText(
      'after',
      `
Examples:
  gridpull compare truth.ply mesh.ply
  gridpull compare drawing.stl mesh.ply --tolerance 0.5
  gridpull compare truth.obj mesh.stl --samples 1000000 --json
${EXIT_HELP}`,
    )
    .action(async (reference: string, mesh: string, options: CompareOptions) => {
      const { compare } = await import('./commands/compare.ts');
      await runWithProgress(false, (context) => compare(reference, mesh, options, context));
    });
}

function addFinish(program: Command): void {
  const command = program
    .command('finish')
    .summary('a mesh as it is sent, printed or shown')
    .description(
      `Works on a mesh (${namesOf(READ_MESH_FORMATS)}) in this order: trims what is far from the points, leaves out pieces, closes holes, smooths, brings ` +
        'triangles into shape, simplifies; and writes it as another. `gridpull reconstruct` takes the same options.',
    )
    .argument('<mesh>', 'the file to read')
    .requiredOption('-o, --output <mesh>', 'the file to write; its ending chooses the format');
  addReconstructOptions(command, FINISH_OPTION_NAMES)
    .option('--cloud <cloud>', 'the points that the mesh was made from, for --trim and the colours of --texture')
    .option('--unit <unit>', `what the lengths of the mesh are: ${UNITS.join(', ')}`, oneOf('--unit', UNITS))
    .option('--force', 'replace a file that GridPull did not write')
    .option('--ascii', 'write PLY as text')
    .option('--compress', 'write GLB packed and in fewer bits, which most viewers unpack')
    .option('--json', 'print the report as JSON')
    .option('--quiet', 'print errors only')
    .addHelpText(
      'after',
      `
Lengths are in the unit of the file.

Examples:
  gridpull finish mesh.ply -o small.glb --simplify 50000
  gridpull finish mesh.ply -o print.stl --keep largest --close all --relax
  gridpull finish mesh.ply -o web.glb --simplify 50000 --texture 2048 --cloud scan.ply
  gridpull finish mesh.ply -o trimmed.ply --trim 0.2 --cloud scan.ply
  gridpull finish mesh.ply -o game.obj --unit mm --output-unit m --output-up y
  gridpull finish mesh.ply -o smooth.ply --smooth 5 --simplify-within 0.2
${EXIT_HELP}`,
    )
    .action(async (mesh: string, options: FinishArguments) => {
      const { finish } = await import('./commands/finish.ts');
      await runWithProgress(options.quiet === true, (context) => finish(mesh, options, context));
    });
}

function addCheck(program: Command): void {
  program
    .command('check')
    .summary('whether a mesh is ready to print')
    .description(
      `Checks a mesh (${namesOf(READ_MESH_FORMATS)}): closed, manifold, facing outward, no triangle degenerate, ` +
        'there twice or through another. The last is decided exactly, without rounding.',
    )
    .argument('<mesh>', 'the file to check')
    .option('--thickness <length>', 'also measure what is thinner than this', length('--thickness'))
    .option('--build-volume <x,y,z>', 'also tell whether it fits into this space', threeLengths('--build-volume'))
    .option('--certificate <file>', 'write all figures as JSON, with the hash of the mesh')
    .option('--force', 'replace a file that GridPull did not write')
    .option('--json', 'print as JSON')
    .addHelpText(
      'after',
      `
Lengths are in the unit of the file.

Examples:
  gridpull check mesh.ply
  gridpull check mesh.stl --thickness 0.8 --build-volume 220,220,250
  gridpull check mesh.ply --certificate mesh.certificate.json
${EXIT_HELP}`,
    )
    .action(async (mesh: string, options: CheckArguments) => {
      const { check } = await import('./commands/check.ts');
      await runWithProgress(false, (context) => check(mesh, options, context));
    });
}

function addSection(program: Command): void {
  program
    .command('section')
    .summary('the outline where a plane cuts a mesh')
    .description(
      `Cuts a mesh (${namesOf(READ_MESH_FORMATS)}) with a plane and writes the outline as a drawing (SVG, DXF), seen from ` +
        'where the normal of the plane points.',
    )
    .argument('<mesh>', 'the file to cut')
    .requiredOption('-o, --output <drawing>', 'the file to write; its ending, .svg or .dxf, chooses the format')
    .requiredOption(
      '--plane <plane>',
      'x=, y= or z= and a number, or six numbers: a place on the plane, and its normal',
      planeOf('--plane'),
    )
    .option(
      '--unit <unit>',
      `what the lengths of the mesh are: ${UNITS.join(', ')}; SVG then has its true size`,
      oneOf('--unit', UNITS),
    )
    .option('--force', 'replace a file that GridPull did not write')
    .option('--json', 'print the figures as JSON')
    .addHelpText(
      'after',
      `
Examples:
  gridpull section mesh.ply --plane z=1.2 -o plan.svg
  gridpull section mesh.glb --plane 0,0,0,1,1,0 -o side.dxf --unit m
${EXIT_HELP}`,
    )
    .action(async (mesh: string, options: SectionArguments) => {
      const { section } = await import('./commands/section.ts');
      await runWithProgress(false, (context) => section(mesh, options, context));
    });
}

function addTerrain(program: Command): void {
  program
    .command('terrain')
    .summary('a height raster and contours of a mesh')
    .description(
      `Writes how high a mesh (${namesOf(READ_MESH_FORMATS)}) is, seen from above: as a raster (GeoTIFF) of the highest surface, ` +
        'without data where there is none or it is guessed, and as lines of equal height (DXF, GeoJSON).',
    )
    .argument('<mesh>', 'the file to read')
    .option('--raster <tif>', 'write the height raster there')
    .option('--cell <length>', 'the size of its cells; else one that suits the triangles', length('--cell'))
    .option(
      '--contours <drawing>',
      'write contours there, .dxf or .geojson; may be given for each',
      (name: string, names: readonly string[] | undefined) => [...(names ?? []), name],
    )
    .option(
      '--interval <length>',
      'how far contours are apart in height; else a tenth of the range',
      length('--interval'),
    )
    .option('--up <axis>', 'the axis of the mesh that points up: z, or y', oneOf('--up', ['z', 'y'] as const))
    .option(
      '--epsg <number>',
      'the coordinate system, where no .prj file beside the mesh tells it',
      wholeNumber('--epsg'),
    )
    .option('--force', 'replace a file that GridPull did not write')
    .option('--json', 'print the figures as JSON')
    .addHelpText(
      'after',
      `
Lengths are in the unit of the file.

Examples:
  gridpull terrain hill.ply --raster hill.tif
  gridpull terrain hill.ply --raster hill.tif --cell 0.5 --epsg 25832
  gridpull terrain hill.ply --contours hill.dxf --contours hill.geojson --interval 1
${EXIT_HELP}`,
    )
    .action(async (mesh: string, options: TerrainArguments) => {
      const { terrain } = await import('./commands/terrain.ts');
      await runWithProgress(false, (context) => terrain(mesh, options, context));
    });
}

function addTileset(program: Command): void {
  program
    .command('tileset')
    .summary('a mesh as 3D Tiles')
    .description(
      `Writes a mesh (${namesOf(READ_MESH_FORMATS)}) as 3D Tiles 1.1: a folder of GLB files in levels of detail, of which ` +
        'viewers load what they need. Coordinates of UTM are put on the globe.',
    )
    .argument('<mesh>', 'the file to read')
    .requiredOption('-o, --output <folder>', 'the folder to write; new, empty, or one that GridPull wrote')
    .option('--triangles <N>', 'of a tile, about; else 50000', wholeNumber('--triangles'))
    .option(
      '--epsg <number>',
      'the coordinate system, where no .prj file beside the mesh tells it',
      wholeNumber('--epsg'),
    )
    .option(
      '--unit <unit>',
      `what the lengths of the mesh are: ${UNITS.join(', ')}; tiles are in metres`,
      oneOf('--unit', UNITS),
    )
    .option('--json', 'print the figures as JSON')
    .addHelpText(
      'after',
      `
Examples:
  gridpull tileset city.ply -o city-tiles
  gridpull tileset city.ply -o city-tiles --epsg 25832
  gridpull tileset part.stl -o part-tiles --unit mm --triangles 20000
${EXIT_HELP}`,
    )
    .action(async (mesh: string, options: TilesetArguments) => {
      const { tileset } = await import('./commands/tileset.ts');
      await runWithProgress(false, (context) => tileset(mesh, options, context));
    });
}

function addDoctor(program: Command): void {
  program
    .command('doctor')
    .summary('whether the graphics device computes rightly')
    .description(
      'Examines the graphics device: its names and limits, whether every kernel compiles, problems with known answers, ' +
        'its speed, and a whole small run that is compared with the truth at every stage. The text may be passed on.',
    )
    .option('--software', 'examine the device that computes without the graphics card')
    .option('--adapter <name>', 'the graphics adapter to examine, by a part of its name')
    .option('--json', 'print as JSON')
    .addHelpText(
      'after',
      `
Examples:
  gridpull doctor
  gridpull doctor --software
  gridpull doctor --json > device.json
${EXIT_HELP}`,
    )
    .action(async (options: DoctorArguments) => {
      const { doctor } = await import('./commands/doctor.ts');
      await runWithProgress(false, (context, terminal) =>
        doctor(
          options,
          context,
          (line) => terminal.note(`driver: ${line}`),
          (name) => terminal.note(`trying: ${name}`),
        ),
      );
    });
}

function addMcp(program: Command): void {
  program
    .command('mcp')
    .summary('a server for agents')
    .description(
      'Gives agents (Model Context Protocol, by standard input and output) the tools list, info, reconstruct, finish, check ' +
        'and compare. They reach the named folders and nothing else, and replace no file that GridPull did not write.',
    )
    .argument('<folders...>', 'the folders that agents may read and write; relative names are of the first')
    .option('--software', 'compute without the graphics card')
    .option('--adapter <name>', 'the graphics adapter to take, by a part of its name; gridpull doctor lists them')
    .addHelpText(
      'after',
      `
Examples:
  gridpull mcp ~/scans
  gridpull mcp ~/scans ~/meshes --software
${EXIT_HELP}`,
    )
    .action(async (folders: string[], device: ToolDevice) => {
      const { serveMcp } = await import('./mcp/serve-mcp.ts');
      await runCommand((signal) => serveMcp(folders, device, signal));
    });
}
