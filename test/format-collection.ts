/** The shared collection of point cloud files, with what is recorded of each. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

export interface Expectation {
  readonly ok: boolean;
  readonly points?: number;
  readonly finite?: number;
  readonly min?: readonly number[];
  readonly max?: readonly number[];
  readonly normals?: boolean;
  readonly colors?: boolean;
  readonly firstColor?: readonly number[];
  readonly warning?: boolean;
  readonly error?: string;
}

export const FORMATS_FOLDER = resolve('..', 'shared', 'data', 'formats');

/** By the files' names. */
export const EXPECTATIONS = JSON.parse(readFileSync(`${FORMATS_FOLDER}/expected.json`, 'utf8')) as Readonly<
  Record<string, Expectation>
>;

/** Whether the reader claims to read the file. */
export const isInScope = (name: string): boolean => /\.(ply|xyz|pts)$/.test(name);
