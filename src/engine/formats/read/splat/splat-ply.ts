/**
 * PLY files of Gaussian splats as the trainer of Kerbl et al. (2023) writes them: `f_dc_*` for colours, `opacity`
 * before the logistic function, `scale_*` and `rot_*`. Their normals are zeros, put there for viewers of points.
 */
import type { PointCloud } from '../../../cloud/point-cloud.ts';
import type { ReadOptions } from '../../../cloud/point-sample.ts';
import type { ByteCursor } from '../byte-cursor.ts';
import { COLUMN, COLUMN_COUNT, columnSources } from '../columns.ts';
import { noCoordinates, openPly, readVertices, scalarNames, trustedCount } from '../ply/ply-body.ts';
import { OPACITY, SplatCollector } from './splat-collector.ts';

const HARMONICS = ['f_dc_0', 'f_dc_1', 'f_dc_2'];

/** @throws ReconstructError `cloud-format`, `cloud-empty` */
export async function readSplatPly(cursor: ByteCursor, options: ReadOptions): Promise<PointCloud> {
  const header = await openPly(cursor);
  const names = scalarNames(header.vertex);
  const found = columnSources(names);
  if (!found) throw noCoordinates(cursor, header.vertex);
  const at = (name: string): number => names.findIndex((other) => other?.toLowerCase() === name);
  const harmonics = HARMONICS.map(at);
  const hasHarmonics = !harmonics.includes(-1);
  // Some writers give bytes beside the harmonics, or instead of them.
  const colors = hasHarmonics ? harmonics : [COLUMN.red, COLUMN.green, COLUMN.blue].map((column) => found[column]!);
  const sources = new Array<number>(COLUMN_COUNT).fill(-1);
  sources.splice(COLUMN.x, 3, found[COLUMN.x]!, found[COLUMN.y]!, found[COLUMN.z]!);
  sources.splice(COLUMN.red, 3, ...colors);
  sources[OPACITY] = at('opacity');
  const splats = new SplatCollector({
    name: cursor.name,
    trustedCount: trustedCount(cursor, header),
    numbers: header.format === 'ascii' ? 'text' : 'float32',
    colors: hasHarmonics ? 'harmonics' : colors.includes(-1) ? undefined : 'bytes',
    opacity: sources[OPACITY] === -1 ? undefined : 'logit',
    options,
  });
  return splats.finish(await readVertices(cursor, header, sources, splats, options));
}
