/** `gridpull compare REFERENCE MESH`: how far two surfaces are apart. */
import { compareMeshes, readMesh, type RunContext } from '../../engine/index.ts';
import { readWhole } from '../node-files.ts';

export interface CompareOptions {
  readonly json?: boolean;
  readonly samples: number;
  readonly seed: number;
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
  if (options.json) return `${JSON.stringify(metrics)}\n`;
  const show = (value: number): string => value.toPrecision(4);
  const lines: [string, string][] = [
    ['mean distance (both ways)', `${show(metrics.chamferL1)} of the largest extent`],
    ['  mesh to reference', show(metrics.accuracyMean)],
    ['  reference to mesh', show(metrics.completenessMean)],
    ['95 % of distances below', show(metrics.hausdorff95)],
    ['normal agreement', `${show(metrics.normalConsistency)} (with side: ${show(metrics.signedNormalConsistency)})`],
    ['components', String(metrics.components)],
    ['boundary edges', String(metrics.boundaryEdges)],
    ['non-manifold edges', String(metrics.nonManifoldEdges)],
    ['watertight', metrics.watertight ? 'yes' : 'no'],
    ['vertices, triangles', `${metrics.vertices}, ${metrics.triangles}`],
  ];
  return lines.map(([name, value]) => `${name.padEnd(28)}${value}\n`).join('');
}
