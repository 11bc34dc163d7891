/** The nodes of the paper's dense grid that its optimiser moves, for a dump. */
import type { StageContext } from '../../host/stage-context.ts';
import { PAPER } from './paper-options.ts';

/** From `paper_grid.wgsl`: a normalised point p lies at p · 63.5 + 63.5, z fastest. */
const NODES_PER_NORM = (PAPER.nodes - 1) / 2;

/** @param nodes u32 [nodeCount] */
export async function dumpBand(
  { gpu, host, context }: StageContext,
  { nodes, activeCount }: { readonly nodes: GPUBuffer; readonly activeCount: number },
): Promise<void> {
  if (!host.dump) return;
  const positions = new Float32Array(3 * activeCount);
  (await gpu.readUints(nodes, activeCount, context.signal)).forEach((node, i) => {
    const places = [
      Math.floor(node / PAPER.nodes ** 2),
      Math.floor(node / PAPER.nodes) % PAPER.nodes,
      node % PAPER.nodes,
    ];
    positions.set(
      places.map((place) => place / NODES_PER_NORM - 1),
      3 * i,
    );
  });
  await host.dump.points(`level ${PAPER.nodes}`, 'nodes that are moved', { positions });
}
