/** What a text file is that holds no points, in a sentence: the commonest cause is that something else was saved. */
import { ReconstructError } from '../../../errors.ts';
import { formatError } from '../format-error.ts';
import { textOf } from './number-row.ts';
import type { HeadLine } from './text-head.ts';

const KINDS: readonly (readonly [RegExp, string, string])[] = [
  [
    /^\s*(<!doctype html|<html|<head|<body)/i,
    'a web page, not a point cloud',
    'The download gave a page in the place of the file: download it again, or sign in first.',
  ],
  [/^\s*<(\?xml|[a-z]\w*[\s>])/i, 'XML, not a point cloud', 'Export the points as PLY, LAS or x y z in lines.'],
  [/^\s*[[{]\s*("|[[{]\s*")/, 'JSON, not a point cloud', 'Export the points as PLY, LAS or x y z in lines.'],
  [/^\s*\{\\rtf/, 'a document of a word processor, not a point cloud', 'Save it as plain text.'],
  [/^DS(BB|RB)/, 'a binary Surfer grid', 'Save it as an ASCII grid (GS ASCII) or as x y z.'],
  [/^%PDF/, 'a PDF document, not a point cloud', 'Export the points themselves.'],
];

/** Control characters that no text has, a few apart. */
export function isBinary(bytes: Uint8Array): boolean {
  let odd = 0;
  for (const byte of bytes) if (byte < 9 || (byte > 13 && byte < 32 && byte !== 26 && byte !== 27)) odd++;
  return odd > 0.02 * bytes.length;
}

/** What begins so, and what to do about it; undefined for what could be points. */
export function foreignText(bytes: Uint8Array): readonly [what: string, hint: string] | undefined {
  const text = textOf(bytes, 0, Math.min(bytes.length, 2048)).replace('\ufeff', '');
  const kind = KINDS.find(([pattern]) => pattern.test(text));
  if (kind) return [`this is ${kind[1]}`, kind[2]];
  if (isBinary(bytes.subarray(0, 4096))) {
    return ['this is no text, but binary data', 'Check what wrote it, and give it the ending of its kind.'];
  }
  return undefined;
}

/** The refusal of a file in which no line, or too few, are rows of numbers. */
export function noPoints(name: string, bytes: Uint8Array, lines: readonly HeadLine[]): ReconstructError {
  if (!foreignText(bytes) && lines.every(({ isBlank, isComment }) => isBlank || isComment)) {
    const message = `${name}: the file holds no points, only blank lines or comments. Export it again with its points.`;
    return new ReconstructError('cloud-empty', message, { file: name, pointCount: 0 });
  }
  return formatError(name, ...faultOf(bytes, lines));
}

/** What is wrong with text that is no table of points, and what to do about it. */
export function faultOf(bytes: Uint8Array, lines: readonly HeadLine[]): readonly [what: string, hint: string] {
  const foreign = foreignText(bytes);
  if (foreign) return foreign;
  const rows = lines.filter(({ isBlank, isComment }) => !isBlank && !isComment);
  const [first] = rows;
  if (!first) return ['this is text without points', POINT_HINT];
  const texts = rows.map(({ start, end }) => textOf(bytes, start, end));
  if (texts.some((text) => /\d\s*[°º]/.test(text))) {
    const what = 'the places are in degrees, minutes and seconds';
    return [what, 'Convert them to metres, or export projected coordinates.'];
  }
  const counts = texts.map((text) => text.match(/[-+]?(?:\d+[.,]?\d*|[.,]\d+)(?:e[-+]?\d+)?/gi)?.length ?? 0);
  const numeric = texts.filter((text) => /^[-+\d.,;\s|eE]+$/.test(text));
  if (2 * numeric.length >= rows.length) {
    return [`most lines have fewer than three columns (line ${first.number}: ${counts[0]})`, POINT_HINT];
  }
  const place = `(line ${first.number}: "${short(texts[0]!)}")`;
  if (counts.some((count) => count >= 3)) {
    return [`this is text, but no table of points: lines differ in what they hold ${place}`, POINT_HINT];
  }
  return [`this is text without points: none of its first ${rows.length} lines has three numbers ${place}`, POINT_HINT];
}

const POINT_HINT = 'A point is x y z, as numbers, in one line.';

function short(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ');
  return line.length > 40 ? `${line.slice(0, 40)}…` : line;
}
