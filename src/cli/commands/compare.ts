/** `gridpull compare REFERENCE MESH`: how far two surfaces are apart. */
import {
  compareMeshes,
  distanceFigures,
  measureToMesh,
  readMesh,
  type RunContext,
  toleranceShares,
  usedPlaces,
  type WorldMesh,
} from '../../engine/index.ts';
import { readWhole } from '../node-files.ts';

export interface CompareOptions {
  readonly json?: boolean;
  readonly samples: number;
  readonly seed: number;
  /** In the unit of the files. */
  readonly tolerance?: number;
}

/** The text to print. */
export async function compare(
  referencePath: string,
  meshPath: string,
  options: CompareOptions,
  context: RunContext,
): Promise<string> {
  const reference = await readMesh(await readWhole(referencePath), referencePath, context);
  const mesh = await readMesh(await readWhole(meshPath), meshPath, context);
  const metrics = await compareMeshes(reference, mesh, { samples: options.samples, seed: options.seed }, context);
  const vertexDistances = await vertexFigures(reference, mesh, options.tolerance, context);
  if (options.json) return `${JSON.stringify({ ...metrics, vertexDistances })}\n`;
  const show = (value: number): string => value.toPrecision(4);
  const lines: [string, string][] = [
    ['mean distance (both ways)', `${show(metrics.chamferL1)} of the largest extent`],
    ['  mesh to reference', show(metrics.accuracyMean)],
    ['  reference to mesh', show(metrics.completenessMean)],
    ['95 % of distances below', show(metrics.hausdorff95)],
    ['normal agreement', `${show(metrics.normalConsistency)} (with side: ${show(metrics.signedNormalConsistency)})`],
    ...vertexLines(vertexDistances, show),
    ['components', String(metrics.components)],
    ['boundary edges', String(metrics.boundaryEdges)],
    ['non-manifold edges', String(metrics.nonManifoldEdges)],
    ['watertight', metrics.watertight ? 'yes' : 'no'],
    ['vertices, triangles', `${metrics.vertices}, ${metrics.triangles}`],
  ];
  return lines.map(([name, value]) => `${name.padEnd(28)}${value}\n`).join('');
}

/** Of the mesh's vertices from the reference, in the unit of the files. */
async function vertexFigures(
  reference: WorldMesh,
  mesh: WorldMesh,
  tolerance: number | undefined,
  context: RunContext,
) {
  const distances = await measureToMesh(reference, await usedPlaces(mesh, context), context);
  const shares = tolerance === undefined ? null : toleranceShares(distances, tolerance);
  return { ...distanceFigures(distances), ...(shares && { tolerance, ...shares }) };
}

type VertexFigures = Awaited<ReturnType<typeof vertexFigures>>;

function vertexLines(figures: VertexFigures, show: (value: number) => string): [string, string][] {
  const { mean, median, percentile95, max, tolerance, inside, within, outside } = figures;
  const lines: [string, string][] = [
    [
      "vertices, in the files' unit",
      `half within ${show(median)}, 95 % within ${show(percentile95)}, all ${show(max)}`,
    ],
    ['  mean, outside positive', show(mean)],
  ];
  if (within === undefined || inside === undefined || outside === undefined) return lines;
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const text = `${percent(within)} (${percent(inside)} inside, ${percent(outside)} outside)`;
  return [...lines, [`  within ±${tolerance}`, text]];
}
