/**
 * Reads and writes project files. As in job files, what the form does not know is an error; a later form is refused
 * with its number, since points that are not taken out, or a mesh that is not finished, would be seen too late.
 */
import * as z from 'zod';
import { cropBoxOf, RETURN_CHOICES, SEPARATORS } from '../../engine/index.ts';
import { fields, parseJson, refusal, refusalOf, refuseLater } from '../checked-json.ts';
import { JOB_OPTIONS } from '../option-fields.ts';
import { type Project, PROJECT_VERSION } from './project.ts';
import { PLACING_FIELDS } from '../placing-fields.ts';

const COUNT = 'a whole number of 0 or more';
const count = z.int(COUNT).min(0, COUNT);
const TRIPLE = 'three numbers';
const triple = z.tuple([z.number(TRIPLE), z.number(TRIPLE), z.number(TRIPLE)], TRIPLE);
const TEXT = 'text';
const text = z.string(TEXT).min(1, TEXT);
const SCANS = 'a list of numbers of scans';
const CLASSES = 'a list of whole numbers from 0 to 255';
const WORDS = 'a list of texts';
const HASH = '64 hexadecimal digits';
const LENGTH = 'a length of 0 or more, or null';
const length = z.number(LENGTH).min(0, LENGTH).nullable();

const CROP = 'a box such as {"centre": [0, 0, 1], "size": [4, 4, 2], "turn": 0}, or null';
const crop = fields({ centre: triple, size: triple, turn: z.number('degrees') }, CROP)
  .refine(({ centre, size, turn }) => isBox([...centre, ...size, turn]), CROP)
  .nullable();

const OPTIONS = fields(JOB_OPTIONS, 'an object of options, such as {"noise": "none"}');

const NAME = 'the name of a file, without folders';
const NAMED_SCAN = fields(
  {
    // No more than a name: it is what people are shown, and what a file is looked for by.
    name: z.string(NAME).regex(/^[^/\\\x00-\x1f]+$/, NAME),
    path: text.nullable(),
    absolute: text.nullable(),
    bytes: count,
    sha256: z.string(HASH).regex(/^[0-9a-f]{64}$/, HASH),
  },
  'a scan with name, path, absolute, bytes and sha256',
);

const POINTS_ALLOWED = 'a set of points with of, count, and runs or bits';
const POINTS = fields(
  { of: count, count, runs: z.exactOptional(z.string(TEXT)), bits: z.exactOptional(z.string(TEXT)) },
  POINTS_ALLOWED,
).refine(({ runs, bits }) => (runs === undefined) !== (bits === undefined), POINTS_ALLOWED);

const READING = fields(
  {
    columns: z.exactOptional(z.array(text, WORDS)),
    dialect: z.exactOptional(
      fields(
        {
          separator: z.exactOptional(z.enum(SEPARATORS, SEPARATORS.join(', '))),
          decimalMark: z.exactOptional(z.enum([',', '.'], '"," or "."')),
        },
        'how rows are written',
      ),
    ),
    partial: z.exactOptional(z.boolean('true or false')),
  },
  'how files are read',
);

const STEP = z.discriminatedUnion(
  'do',
  [
    fields(
      { do: z.literal('read'), scans: z.array(count, SCANS).min(1, SCANS), reading: z.exactOptional(READING) },
      'a step that reads scans',
    ),
    fields(
      { do: z.literal('leave-out'), removed: count.nullable(), crop, origin: triple },
      'a step that leaves points out',
    ),
    fields(
      {
        do: z.literal('keep'),
        scans: z.exactOptional(z.array(count, SCANS)),
        classes: z.exactOptional(z.array(z.int(CLASSES).min(0, CLASSES).max(255, CLASSES), CLASSES)),
        returns: z.exactOptional(z.enum(RETURN_CHOICES, RETURN_CHOICES.join(', '))),
      },
      'a step that keeps points',
    ),
    fields({ do: z.literal('place'), ...PLACING_FIELDS }, 'a step that stands the points upright'),
  ],
  'a step with "do": "read", "leave-out", "keep" or "place"',
);

const MESH = fields(
  {
    options: OPTIONS,
    removed: count.nullable(),
    crop,
    finish: z.array(
      fields({ trim: length, choice: OPTIONS }, 'what was done to the mesh'),
      'a list of what was done to the mesh',
    ),
  },
  'what the mesh was made by, or null',
);

const EXAMPLE = `a project such as {"gridpullProject": ${PROJECT_VERSION}, "scans": […]}`;

const PROJECT: z.ZodType<Project> = fields(
  {
    gridpullProject: z.literal(PROJECT_VERSION, String(PROJECT_VERSION)),
    version: text,
    savedAt: z.iso.datetime('a date and time, such as "2026-11-29T21:00:00Z"'),
    scans: z.array(NAMED_SCAN, 'a list of scans').min(1, 'a list of scans'),
    points: z.array(POINTS, 'a list of sets of points'),
    scene: z.array(STEP, 'a list of steps').min(1, 'a list of steps'),
    origin: triple,
    removed: count.nullable(),
    crop,
    options: OPTIONS,
    trim: length,
    mesh: MESH.nullable(),
    view: z.record(z.string(), z.unknown(), 'an object'),
  },
  EXAMPLE,
);

/**
 * @param name the file's, for messages
 * @throws ReconstructError `option-invalid`: one sentence with the place in the file and what is allowed there
 */
export function parseProject(projectText: string, name: string): Project {
  const whole = parseJson(projectText, name, EXAMPLE);
  const version = whole['gridpullProject'];
  refuseLater(version, PROJECT_VERSION, 'project', name);
  if (version === undefined) throw refusal(name, 'is no project: it has no gridpullProject');
  const parsed = PROJECT.safeParse(whole);
  if (!parsed.success) throw refusalOf(parsed.error.issues[0]!, whole, { name, what: 'the project' });
  const project = parsed.data;
  const wrong = wrongPlace(project);
  if (wrong) throw refusal(name, `${wrong} speaks of what is not in the file; allowed: a place in its lists`, wrong);
  return project;
}

/** Pretty JSON with a line's end. */
export function formatProject(project: Project): string {
  return `${JSON.stringify(project, null, 2)}\n`;
}

/** Whether text is meant to be a project, whatever may be wrong with it. */
export function isProjectText(projectText: string): boolean {
  return /^\uFEFF?\s*\{\s*"gridpullProject"\s*:/.test(projectText);
}

/**
 * The first field that names a scan or a set of points that there is not; nor can more be left out before anything is
 * read.
 */
function wrongPlace({ scans, points, scene, removed, mesh }: Project): string | null {
  const isSet = (place: number | null): boolean => place === null || place < points.length;
  if (scene[0]?.do !== 'read') return 'scene[0]';
  for (const [i, step] of scene.entries()) {
    if (step.do === 'read' && !step.scans.every((place) => place < scans.length)) return `scene[${i}].scans`;
    if (step.do === 'leave-out' && !isSet(step.removed)) return `scene[${i}].removed`;
  }
  if (!isSet(removed)) return 'removed';
  return isSet(mesh?.removed ?? null) ? null : 'mesh.removed';
}

function isBox(numbers: readonly number[]): boolean {
  try {
    cropBoxOf(numbers);
    return true;
  } catch {
    return false;
  }
}
