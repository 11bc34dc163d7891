/** Folders of small clouds, good and bad, for batches, and what is found in an output folder. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Sidecar } from '../../src/batch/sidecar.ts';
import { plyHeader, XYZ } from '../shapes/ply-header.ts';
import { plyOf } from '../shapes/sampled-cloud.ts';
import { torusPoints } from '../shapes/torus-points.ts';

export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'gridpull-batch-'));
}

/** A thin ring takes a software device half as long as a thick one. */
const MINOR = 0.3;

/** A torus as text, `tilt` making one unlike another. */
export function torusText(tilt: number, pointCount = 3000): string {
  return torusPoints(pointCount, { tilt, minor: MINOR })
    .map((point) => `${point.join(' ')}\n`)
    .join('');
}

export function torusPly(tilt: number, pointCount = 3000): Uint8Array {
  return plyOf({ positions: Float32Array.from(torusPoints(pointCount, { tilt, minor: MINOR }).flat()) });
}

export function writeFiles(folder: string, files: Readonly<Record<string, string | Uint8Array>>): string {
  for (const [name, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), bytes);
  }
  return folder;
}

/** Each good cloud and its mesh; two have the same contents, two of them the same name but for the ending. */
export const GOOD: Readonly<Record<string, string>> = {
  'again.ply': 'again.ply',
  'one.ply': 'one.ply',
  'ring.ply': 'ring-ply.ply',
  'ring.xyz': 'ring-xyz.ply',
};

/** Each bad cloud and a word of its reason. */
export const BAD: Readonly<Record<string, RegExp>> = {
  'empty.ply': /empty|0 bytes|no points/i,
  'garbage.ply': /PLY/,
  'huge.ply': /1000000000000|bytes|ends/,
  'truncated.ply': /ends|truncated|missing/i,
};

export function writeScans(folder = newFolder()): string {
  return writeFiles(folder, {
    'one.ply': torusPly(0),
    'again.ply': torusPly(0),
    'ring.ply': torusPly(0.5),
    'ring.xyz': torusText(1),
    'empty.ply': '',
    'garbage.ply': 'this is a shopping list:\nmilk\nbread\n',
    'huge.ply': Buffer.concat([Buffer.from(plyHeader(1e12, XYZ)), Buffer.alloc(4096)]),
    'truncated.ply': torusPly(0).subarray(0, 20_000),
    'notes.md': 'no cloud at all',
  });
}

/** Every file below a folder, hidden ones, too. */
export function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

/** SHA-256 of every mesh by its name. */
export function meshesIn(folder: string): Record<string, string> {
  const meshes = filesIn(folder).filter((name) => /\.(ply|obj|stl|glb|3mf)$/.test(name));
  return Object.fromEntries(
    meshes.map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex'),
    ]),
  );
}

export function sidecarOf(folder: string, mesh: string): Sidecar {
  return JSON.parse(readFileSync(join(folder, `${mesh}.json`), 'utf8')) as Sidecar;
}

export interface LogLine {
  readonly time: string;
  readonly event: string;
  readonly input?: string;
  readonly state?: string;
  readonly ms?: number;
  readonly error?: string;
}

export function logOf(folder: string, name = 'batch.log.jsonl'): LogLine[] {
  if (!existsSync(join(folder, name))) return [];
  const lines = readFileSync(join(folder, name), 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as LogLine);
}

/** The inputs that were told to be in a state, in the order they were. */
export function inputsIn(log: readonly LogLine[], state: string): string[] {
  return log.filter((line) => line.state === state).map((line) => line.input ?? '');
}
