/** The tools that an agent is given: commands of the command line, with their reports as JSON. */
import type { CallToolResult, McpServer, ServerContext } from '@modelcontextprotocol/server';
import * as z from 'zod';
import { JOB_OPTIONS } from '../../batch/option-fields.ts';
import { READING, readingAsked } from '../../batch/reading-fields.ts';
import {
  CLOUD_FORMATS,
  endingsOf,
  EXPORT_FORMATS,
  FINISH_OPTION_NAMES,
  namesOf,
  READ_MESH_FORMATS,
  type RunContext,
  type RunEvent,
} from '../../engine/index.ts';
import { check } from '../commands/check.ts';
import { compare } from '../commands/compare.ts';
import { finish } from '../commands/finish.ts';
import { info } from '../commands/info.ts';
import { reconstruct } from '../commands/reconstruct.ts';
import { explain, Incomplete } from '../exit-codes.ts';
import { plainText } from '../plain-text.ts';
import { flagsFor } from '../reconstruct-options.ts';
import { labelOf } from '../terminal.ts';
import { listFolder } from './list-folder.ts';
import type { Reach } from './reach.ts';

export interface ToolDevice {
  readonly software?: boolean;
  readonly adapter?: string;
}

const CLOUDS = endingsOf(CLOUD_FORMATS).join(', ');
const MESHES = namesOf(READ_MESH_FORMATS);
const WRITTEN = namesOf(EXPORT_FORMATS);
const FILE = z.string().min(1).max(4096);
const OUTPUT = FILE.describe(
  `The file to write; its ending chooses the format (${WRITTEN}). A file that GridPull did not write is never replaced.`,
);
const MESH = FILE.describe(`A mesh (${MESHES}).`);
/** What is slow asks for the same cores and the same device: one at a time. */
let before: Promise<unknown> = Promise.resolve();

/** Those that write nothing, and those that add files. No tool reaches what lies beyond the folders. */
const READING_ONLY = { readOnlyHint: true, openWorldHint: false };
const WRITING = { readOnlyHint: false, destructiveHint: false, openWorldHint: false };

export function addTools(server: McpServer, reach: Reach, device: ToolDevice): void {
  addLooking(server, reach);
  addMaking(server, reach, device);
  addJudging(server, reach);
}

function addLooking(server: McpServer, reach: Reach): void {
  server.registerTool(
    'list',
    {
      annotations: READING_ONLY,
      description: `The point clouds and meshes in a folder, and its folders. Within ${reach.folders.join(', ')}; names are relative to ${reach.folders[0]}, or absolute.`,
      inputSchema: z.strictObject({ folder: FILE.default('.') }),
    },
    ({ folder }, context) => answered(context, () => Promise.resolve(JSON.stringify(listFolder(folder, reach)))),
  );
  server.registerTool(
    'info',
    {
      annotations: READING_ONLY,
      description:
        'What a point cloud file holds: points, extent, normals, colours, scans, sensors, coordinate system.',
      inputSchema: z.strictObject({
        cloud: FILE.describe(`The point cloud (${CLOUDS}).`),
        reading: READING.prefault({}),
      }),
    },
    ({ cloud, reading }, context) =>
      answered(context, (run) => info(reach.resolve(cloud), { ...readingAsked(reading), json: true }, run)),
  );
}

function addMaking(server: McpServer, reach: Reach, device: ToolDevice): void {
  server.registerTool(
    'reconstruct',
    {
      annotations: WRITING,
      description:
        'Turns a point cloud into a triangle mesh and writes it; needs no normals. Gives the report: triangles, openings, topology, warnings. Takes seconds to minutes.',
      inputSchema: z.strictObject({
        clouds: z.array(FILE).min(1).max(200).describe(`The point clouds (${CLOUDS}); several are one scene.`),
        output: OUTPUT,
        options: z
          .exactOptional(z.strictObject(JOB_OPTIONS))
          .describe('What is missing is found from the cloud itself: try without options first.'),
        reading: READING.prefault({}).describe('What of each file is read, and how it is to stand.'),
      }),
    },
    ({ clouds, output, options = {}, reading }, context) =>
      inTurn(context, (run) => {
        const inputs = clouds.map((cloud) => reach.resolve(cloud));
        const mesh = { output: reach.resolve(output), json: true };
        return reconstruct(
          inputs,
          { ...flagsFor(options), ...readingAsked(reading), ...device, ...mesh },
          run,
          () => undefined,
        );
      }),
  );
  server.registerTool(
    'finish',
    {
      annotations: WRITING,
      description:
        'Works on a mesh and writes it as another: trims, leaves out pieces, closes holes, smooths, simplifies, textures, in this order.',
      inputSchema: z.strictObject({
        mesh: MESH,
        output: OUTPUT,
        cloud: z.exactOptional(FILE).describe('The points that it was made from, for trim and the colours of texture.'),
        options: z.strictObject(FINISHING).describe('What is to be done: one of them at least.'),
      }),
    },
    ({ mesh, output, cloud, options }, context) =>
      inTurn(context, (run) => {
        const from = cloud === undefined ? {} : { cloud: reach.resolve(cloud) };
        const args = { ...flagsFor(options), ...from, output: reach.resolve(output), json: true };
        return finish(reach.resolve(mesh), args, run);
      }),
  );
}

function addJudging(server: McpServer, reach: Reach): void {
  const length = z.number().positive();
  server.registerTool(
    'check',
    {
      annotations: READING_ONLY,
      description: 'Whether a mesh is ready to print, and what is wrong where it is not. Self-intersections are exact.',
      inputSchema: z.strictObject({
        mesh: MESH,
        thickness: z.exactOptional(length).describe('Also measure what is thinner than this.'),
        buildVolume: z
          .exactOptional(z.tuple([length, length, length]))
          .describe('Also tell whether it fits into this space.'),
      }),
    },
    ({ mesh, ...options }, context) =>
      inTurn(context, (run) => check(reach.resolve(mesh), { ...options, json: true }, run)),
  );
  server.registerTool(
    'compare',
    {
      annotations: READING_ONLY,
      description:
        'How far a mesh is from a reference: distances both ways, on which side, normal agreement, topology.',
      inputSchema: z.strictObject({
        reference: MESH,
        mesh: MESH,
        samples: z.int().min(1).max(10_000_000).default(100_000).describe('Sample points on each surface.'),
        seed: z.int().min(0).max(0xffffffff).default(20_231_004),
        tolerance: z
          .exactOptional(length)
          .describe('Also tell which share of the vertices lies within it, inside and outside.'),
      }),
    },
    ({ reference, mesh, ...options }, context) =>
      inTurn(context, (run) => compare(reach.resolve(reference), reach.resolve(mesh), { ...options, json: true }, run)),
  );
}

const FINISHING = Object.fromEntries(FINISH_OPTION_NAMES.map((name) => [name, JOB_OPTIONS[name]])) as Pick<
  typeof JOB_OPTIONS,
  (typeof FINISH_OPTION_NAMES)[number]
>;

type Work = (run: RunContext) => Promise<string>;

function inTurn(context: ServerContext, work: Work): Promise<CallToolResult> {
  const mine = before.then(() => answered(context, work));
  before = mine;
  return mine;
}

/** What a command prints as JSON, or its one line where it fails: never a rejection. */
async function answered(context: ServerContext, work: Work): Promise<CallToolResult> {
  const { signal } = context.mcpReq;
  try {
    signal.throwIfAborted();
    return resultOf(await work({ signal, onEvent: progressTo(context) }));
  } catch (error) {
    // Done, and the answer is no.
    if (error instanceof Incomplete) return resultOf(error.text);
    return { content: [{ type: 'text', text: plainText(explain(error).line) }], isError: true };
  }
}

function resultOf(json: string): CallToolResult {
  return {
    content: [{ type: 'text', text: json.trim() }],
    structuredContent: JSON.parse(json) as Record<string, unknown>,
  };
}

/** Tells whoever asked for it how far a run is, a hundred times at most. */
function progressTo({ mcpReq }: ServerContext): (event: RunEvent) => void {
  const progressToken = mcpReq._meta?.progressToken;
  if (progressToken === undefined) return () => undefined;
  let [told, message] = [0, ''];
  return (event) => {
    if (event.type === 'stage-started') message = labelOf(event);
    if (event.type !== 'progressed' || event.share < told + 0.01) return;
    told = event.share;
    const params = { progressToken, progress: told, total: 1, message };
    // A client that is gone is told nothing more; the run ends by its signal.
    void mcpReq.notify({ method: 'notifications/progress', params }).catch(() => undefined);
  };
}
