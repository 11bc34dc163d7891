/** The scans of a cloud as the window lists them: those that its file describes, else those that its points name. */
import type { PointCloud } from '../../engine/vocabulary.ts';
import type { NumberedScan } from './engine-api.ts';

const MOST_SCANS = 1 << 16;

export function numberedScans({ scans, attributes }: Pick<PointCloud, 'scans' | 'attributes'>): NumberedScan[] {
  if (scans) return scans.map((scan, index) => ({ ...scan, index, number: index + 1 }));
  if (!attributes?.scan) return [];
  const counts = new Uint32Array(MOST_SCANS);
  for (const scan of attributes.scan) counts[scan]!++;
  const found: NumberedScan[] = [];
  counts.forEach((pointCount, index) => {
    if (pointCount > 0) found.push({ name: '', pointCount, index, number: index });
  });
  return found;
}
