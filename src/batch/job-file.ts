/**
 * Reads and writes job files. The schema is the one place that says what a job may hold: its descriptions are what the
 * documentation says of each field, and its messages what is allowed where a file has something else. Unknown fields
 * are errors, since a misspelt option would otherwise be a night computed with the wrong one.
 */
import * as z from 'zod';
import { endingsOf, fitsFormat, formatFromName, joinedText, MESH_FORMATS } from '../engine/vocabulary.ts';
import { fields, isObject, parseJson, type PropertyPath, refusal, refusalOf, refuseLater } from './checked-json.ts';
import { type BatchJob, EMPTY_JOB, JOB_VERSION } from './job.ts';
import { JOB_OPTIONS } from './option-fields.ts';
import { isUsable } from './patterns.ts';
import { READING } from './reading-fields.ts';
import { SIDECAR_VERSION } from './sidecar.ts';

const OPTIONS = fields(JOB_OPTIONS, 'an object of options, such as {"noise": "none"}');

const PATTERNS = 'a list of patterns, such as ["*.ply"]';
const PATTERN = 'a pattern relative to the input folder, such as "*.ply" or "**/*.xyz"';
const pattern = z
  .string(PATTERN)
  .min(1, PATTERN)
  .max(20_000, 'a pattern of at most 20000 characters')
  .refine((text) => !/^\/|(^|\/)\.\.(\/|$)/.test(text), PATTERN)
  .refine(isUsable, 'a pattern without !(…), nor ! in front: what must not match is excluded by another');
const patterns = z.array(pattern, PATTERNS).min(1, PATTERNS);

const FOLDER = 'a path in quotes, or null';
const folder = z.string(FOLDER).min(1, FOLDER).nullable();

const format = z.enum(MESH_FORMATS, `one of ${MESH_FORMATS.map((name) => `"${name}"`).join(', ')}`);

const MESH_ENDINGS = joinedText(
  endingsOf(MESH_FORMATS).map((ending) => `.${ending}`),
  ' or ',
);
const MESH_PATH = `a path inside the output folder, with "/" between folders, that ends in ${MESH_ENDINGS}`;

const OVERRIDE = fields(
  {
    files: patterns.describe('Patterns relative to the input folder; it holds for files that match one of them.'),
    options: OPTIONS.prefault({}).describe('As `options` of the job, for these files only.'),
    reading: z.exactOptional(READING).describe('As `reading` of the job, for these files only.'),
    format: z.exactOptional(format).describe("As the job's `output.format`, for these files only."),
    output: z
      .exactOptional(z.string(MESH_PATH).refine(isMeshPath, MESH_PATH))
      .describe(
        "The mesh's path in the output folder, for a pattern that matches one file. Its ending gives the format.",
      ),
  },
  'an object such as {"files": ["statue.ply"], "options": {"noise": "none"}}',
).refine(({ format, output }) => !format || !output || fitsFormat(output, format), {
  path: ['output'],
  error: 'a path with the ending of the format beside it',
});

const EXAMPLE = `a job such as {"gridpullJob": ${JOB_VERSION}}`;

/** The whole form. `z.toJSONSchema(JOB_SCHEMA)` is what an editor wants. */
export const JOB_SCHEMA = fields(
  {
    gridpullJob: z.literal(JOB_VERSION, String(JOB_VERSION)).describe('The version of this form.'),
    input: fields(
      {
        folder: folder
          .default(EMPTY_JOB.input.folder)
          .describe("Where the clouds are: absolute, or relative to the job file's folder."),
        include: patterns
          .prefault([...EMPTY_JOB.input.include])
          .describe(
            'Which files are taken: glob patterns relative to `folder`, with `/` between folders. `**/` looks below.',
          ),
        exclude: z
          .array(pattern, PATTERNS)
          .default([...EMPTY_JOB.input.exclude])
          .describe('Patterns of what is left out again.'),
      },
      'an object such as {"folder": "scans"}',
    )
      .prefault({})
      .describe('Which clouds.'),
    output: fields(
      {
        folder: folder
          .default(EMPTY_JOB.output.folder)
          .describe("Where meshes, reports and pictures go: absolute, or relative to the job file's folder."),
        format: format
          .default(EMPTY_JOB.output.format)
          .describe(
            'How the meshes are written. `ply` is binary, `ply-ascii` the same as text, `glb-compressed` is GLB packed and in fewer bits.',
          ),
      },
      'an object such as {"folder": "meshes", "format": "ply"}',
    )
      .prefault({})
      .describe('Where to, and how.'),
    options: OPTIONS.prefault({}).describe('For every file; what is missing is found from the cloud itself.'),
    reading: z.exactOptional(READING).describe('What of each file is read; all of it where this is missing.'),
    overrides: z
      .array(OVERRIDE, 'a list of objects with files and options')
      .default([])
      .describe('What is different for some files. Applied in their order: later ones win.'),
  },
  EXAMPLE,
);

/**
 * The job in a file's text; of a sidecar's text, its job. `name` is the file's, for messages.
 * @throws ReconstructError `option-invalid`: one sentence with the place in the file and what is allowed there
 */
export function parseJob(text: string, name: string): BatchJob {
  const whole = parseJson(text, name, EXAMPLE);
  if (Object.hasOwn(whole, 'gridpullReport') && !Object.hasOwn(whole, 'gridpullJob')) {
    refuseLater(whole['gridpullReport'], SIDECAR_VERSION, 'report', name);
    const job = whole['job'];
    if (!isObject(job)) throw refusal(name, `is a report without its job; allowed: a job file, or a whole report`);
    return checked(job, name, ['job']);
  }
  return checked(whole, name, []);
}

/** Pretty JSON with a line's end. */
export function formatJob(job: BatchJob): string {
  return `${JSON.stringify(job, null, 2)}\n`;
}

function checked(job: Record<string, unknown>, name: string, above: PropertyPath): BatchJob {
  const version = job['gridpullJob'];
  // First: of a later form, anything may be different.
  refuseLater(version, JOB_VERSION, 'job', name);
  if (version === undefined) {
    throw refusal(name, `is no job file: it has no gridpullJob; the smallest job is {"gridpullJob": ${JOB_VERSION}}`);
  }
  const parsed = JOB_SCHEMA.safeParse(job);
  if (parsed.success) return parsed.data;
  throw refusalOf(parsed.error.issues[0]!, job, { name, what: 'the job', above });
}

/** Hidden names would not be found again by the report. */
function isMeshPath(path: string): boolean {
  const parts = path.split('/');
  if (parts.some((part) => part === '' || part.startsWith('.'))) return false;
  try {
    formatFromName(path);
    return true;
  } catch {
    return false;
  }
}
