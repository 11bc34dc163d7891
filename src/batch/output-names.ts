/**
 * The names of what a batch writes: which files lie beside a mesh, which at the top of the output folder, and all
 * endings among them, which are the only ones that the window may write into a folder.
 *
 * Plain data, as `engine/formats/formats.ts`: main and the page name the same files and run no batch.
 */
import { besideName, endingOf, endingsOf, MESH_FORMATS } from '../engine/formats/formats.ts';

/** Inside the input folder, where a job names no other. */
export const DEFAULT_OUTPUT = 'meshes';

/** At the top of the output folder. */
export const REPORT_HTML = 'report.html';
export const REPORT_CSV = 'report.csv';
export const JOB_FILE = 'job.json';

export const SIDECAR_ENDING = 'json';
export const PICTURE_ENDING = 'png';
export const LOG_ENDING = 'jsonl';

/** The report beside a mesh: `statue.ply` has `statue.ply.json`. */
export function sidecarPath(output: string): string {
  return `${output}.${SIDECAR_ENDING}`;
}

/** The picture beside a mesh: `statue.ply` has `statue.ply.png`. */
export function thumbnailPath(output: string): string {
  return `${output}.${PICTURE_ENDING}`;
}

/** The cleaned cloud beside a mesh, where it is asked for: `statue.ply` has `statue.ply.cloud.ply`. */
export function cleanedCloudPath(output: string): string {
  return `${output}.cloud.ply`;
}

/** The certificate beside a mesh, where it is asked for: `statue.ply` has `statue.ply.certificate.json`. */
export function certificatePath(output: string): string {
  return `${output}.certificate.json`;
}

/** Beside a mesh, where they are asked for: `statue.ply` has `statue.ply.heights.tif` and `statue.ply.contours.dxf`. */
export function terrainPath(output: string, part: 'raster' | 'dxf' | 'geojson'): string {
  return part === 'raster' ? `${output}.heights.${RASTER_ENDING}` : `${output}.contours.${part}`;
}

const RASTER_ENDING = 'tif';

/** Whether a file may be a job: a job file, or a sidecar, which holds the job that made it. */
export function isJobName(name: string): boolean {
  return endingOf(name) === SIDECAR_ENDING;
}

/** What a project ends in: one scene with all that was done to it. */
export const PROJECT_ENDING = 'gridpull';

export function isProjectName(name: string): boolean {
  return endingOf(name) === PROJECT_ENDING;
}

/** Lower case, without dots: nothing that a system runs. */
export const OUTPUT_ENDINGS: readonly string[] = Object.freeze([
  ...endingsOf(MESH_FORMATS),
  endingOf(besideName('', 'material')),
  SIDECAR_ENDING,
  PICTURE_ENDING,
  ...[REPORT_HTML, REPORT_CSV].map(endingOf),
  LOG_ENDING,
  ...(['raster', 'dxf', 'geojson'] as const).map((part) => endingOf(terrainPath('', part))),
]);
