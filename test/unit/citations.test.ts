/**
 * Comments and documents cite sections, files and names; all of them must exist here. A reader who follows a dead
 * citation loses more than the comment gives.
 *
 * What counts as a citation: `algorithm.md section 2, step 4` or `algorithm.md section 1, "Units"`; a path that ends as
 * a source or a document does; what stands in backticks and looks like a name or a flag; and, without backticks,
 * camelCase and snake_case.
 */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readSourceText, repositoryFiles, scriptText } from '../citations/source-text.ts';

const FILES = repositoryFiles();
/** This file is left out: it names what does not exist. So are sentences for people, which are no code. */
const TEXTS = FILES.filter(
  (file) =>
    /\.(ts|mjs|wgsl|css|html|json|sh|sbatch|yml|md)$/.test(file) &&
    !/citations\.test\.ts$|-lock\.json$|engine\.de\.json$/.test(file),
).map((file) => readSourceText(file));
const PASSAGES = TEXTS.flatMap(({ passages }) => passages);

/** Names that are not ours, and why we speak of them. */
const FOREIGN: Readonly<Record<string, readonly string[]>> = {
  'spellings that conventions.md names': ['camelCase', 'PascalCase', 'snake_case', 'UPPER_SNAKE', 'kebab-case'],
  'ends of names in conventions.md': ['Index', 'Offset', 'Bytes', 'Ms', 'Squared'],
  'the code of the paper': ['thresh'],
  'interfaces of the platform that we do without or that only explain ours': [
    'minUniformBufferOffsetAlignment',
    'devicePixelContentBox',
    'GL_LINES',
    'WEBGL_polygon_mode',
    'sRGB',
  ],
  'files of other projects': ['native/Limits.cpp'],
  'settings of the programs that start our server': ['mcpServers'],
  'of CGAL, whose counts are ours': ['self_intersections', 'Surface_mesh'],
  'a formula': ['dA'],
  'of a data folder that benchmarks may be given': ['sample-cloud.mjs', 'clouds/', 'meshes/'],
  'what CONTRIBUTING.md adds and takes away again': ['toyScale', 'verbNoun', 'playToy'],
  'an option that stands for any': ['noSuchFlag', 'no-such-flag'],
  'put together at run time (cli/batch/logged-events.ts, scripts/pack-run.sh)': ['kept-failed', 'gridpull.sh'],
  'written by gridpull tiles submit': ['city/submit-slurm.sh', 'city/submit-parallel.sh', 'city/submit-kubernetes.sh'],
  'tags of GeoTIFF, and programs that read it': [
    'ModelTiepoint',
    'ModelPixelScale',
    'GDAL_NODATA',
    'gdalinfo',
    'ogrinfo',
  ],
  'of the command line of AWS Batch': ['job-queue', 'job-definition', 'jobId'],
  'names of files in examples': [
    'x.wgsl',
    'stage/kernel.wgsl',
    'kebab-case.ts',
    'koala-2',
    'statue-ply',
    'statue-xyz',
    'batch-1-of-4',
  ],
};
const EXCEPTIONS = new Set(Object.values(FOREIGN).flat());

const isPathOf = (file: string, path: string): boolean => file === path || file.endsWith(`/${path}`);

/** The headings of each document, and the bold and slanted words that begin its paragraphs, in small letters. */
const TITLES = FILES.filter((file) => file.endsWith('.md')).map((file) => ({
  file,
  titles: [...readFileSync(file, 'utf8').matchAll(/^#+ (.+)$|(?<![*\w])\*{1,2}([^*\n]+)\*{1,2}/gm)].map((match) =>
    (match[1] ?? match[2] ?? '').toLowerCase(),
  ),
}));
const hasTitle = (document: string, begin: string): boolean =>
  TITLES.some(
    ({ file, titles }) =>
      isPathOf(file, document) &&
      titles.some((title) => title.startsWith(begin) && !/^[\w.]*\w/.test(title.slice(begin.length))),
  );

function* deadSections(text: string): Iterable<string> {
  const PLACES =
    /([\w/-]+\.md)((?:,? (?:and )?(?:(?:sections?|steps?) )?\d[\w.]*(?: (?:to|and) \d[\w.]*)?|,? "[^"]+")+)/g;
  const PLACE = /(steps?)? ?(\d[\w.]*)(?: (?:to|and) (\d[\w.]*))?|"([^"]+)"/g;
  for (const [, document = '', places = ''] of text.matchAll(PLACES)) {
    for (const [, step, first, last, title] of places.matchAll(PLACE)) {
      const numbers = [first, last].filter((number) => number !== undefined);
      const begins = title ? [title.toLowerCase()] : numbers.map((number) => number.replace(/\.$/, ''));
      for (const begin of begins) {
        if (!hasTitle(document, step ? `step ${begin}` : begin)) yield `${document} ${step ?? ''} ${begin}`;
      }
    }
  }
}

function* namelessSections(text: string): Iterable<string> {
  const WORKS = /\w\.md|GridPull|glTF 2\.0|IEEE 754|WebGPU|WGSL|2nd edition|Matrix Computations|\b(19|20)\d\d\b/;
  for (const match of text.matchAll(/(?:\b[Ss]ections?|§) ?\d[\w.]*/g)) {
    if (!WORKS.test(text.slice(Math.max(0, match.index - 120), match.index))) yield match[0];
  }
}

function* deadFiles(text: string): Iterable<string> {
  const PATH =
    /(?<![\w/.*<>{}$-])(?:\.{1,2}\/)*((?:[\w@.-]+\/)*[\w-][\w.-]*\.(?:ts|mjs|wgsl|md|css|sh|sbatch|py|cpp|yml))\b/g;
  for (const [, path = ''] of text.matchAll(PATH)) if (!FILES.some((file) => isPathOf(file, path))) yield path;
}

const FOLDERS = [
  ...new Set(FILES.flatMap((file) => [...file.matchAll(/\//g)].map(({ index }) => file.slice(0, index)))),
];

function* deadFolders(text: string): Iterable<string> {
  const WHOLE = /(?<![\w/.<-])((?:src|test|docs|scripts|samples)(?:\/[\w-]+)+)\/?(?![\w.*{-])/g;
  const QUOTED = /`((?:[\w-]+\/)*[\w-]+)\/`/g;
  for (const pattern of [WHOLE, QUOTED]) {
    for (const [, path = ''] of text.matchAll(pattern)) {
      if (!FOLDERS.some((folder) => isPathOf(folder, path))) yield `${path}/`;
    }
  }
}

const WORDS = new Set(TEXTS.flatMap(({ code }) => code.match(/[A-Za-z_$][\w$]*(?:-[\w$]+)*/g) ?? []));
for (const word of [...WORDS]) for (const part of word.split(/-|\$/)) WORDS.add(part);

function* deadNames(text: string): Iterable<string> {
  const BARE = /(?<![\w$./<-])(?:[a-z][a-z0-9]*[A-Z][A-Za-z0-9]*|[A-Za-z][A-Za-z0-9]+_\w+)(?![\w$/-])/g;
  const QUOTED = /`(?:--?|\$)?([A-Za-z_][\w$-]*(?:\.[A-Za-z_][\w$]*)*)(?:\([^`]*\))?(?: [A-Z]+)?`/g;
  const names = [...text.matchAll(QUOTED)].flatMap(([, name = '']) => name.split('.'));
  for (const name of [...(text.match(BARE) ?? []), ...names]) if (!WORDS.has(name)) yield name;
}

const RULES = {
  'cited sections exist in our documents': deadSections,
  'cited sections name the work that they are of': namelessSections,
  'cited files exist': deadFiles,
  'cited folders exist': deadFolders,
  'cited names exist': deadNames,
};

/** What comments and documents cite against a rule, exceptions included, with the places where it stands. */
const FOUND = Object.entries(RULES).flatMap(([rule, find]) =>
  PASSAGES.flatMap(({ file, line, text }) => [...new Set(find(text))].map((cited) => ({ rule, cited, file, line }))),
);

it.each(Object.keys(RULES))('%s', (rule) => {
  const dead = FOUND.filter((found) => found.rule === rule && !EXCEPTIONS.has(found.cited));
  expect(dead.map(({ cited, file, line }) => `${file}:${line}: ${cited}`)).toEqual([]);
});

it('every exception is met', () => {
  const met = new Set(FOUND.map(({ cited }) => cited));
  expect([...EXCEPTIONS].filter((name) => !met.has(name))).toEqual([]);
});

it('comments are told from what only looks like one', () => {
  const { passages, code } = scriptText(
    'x.ts',
    "const a = 'https://x'; // one\n// goes on\nconst b = /\\/\\//; /** two */ const c = `// ${/* three */ a} //`;",
  );
  expect(passages.map(({ line, text }) => `${line} ${text}`)).toEqual(['1 one goes on', '3 two', '3 three']);
  expect(code).toContain('https://x');
  expect(code).not.toContain('three');
});
