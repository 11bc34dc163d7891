/** The polylines of a DXF of release 12, pair by pair; for tests. */
export interface DxfPolyline {
  readonly layer: string;
  readonly isClosed: boolean;
  readonly elevation: number;
  readonly places: readonly (readonly [number, number, number])[];
}

export function dxfPolylines(text: string): DxfPolyline[] {
  const lines = text.trimEnd().split('\n');
  const pairs = Array.from({ length: lines.length / 2 }, (_, i) => [Number(lines[2 * i]), lines[2 * i + 1]!] as const);
  if (pairs.at(-1)![1] !== 'EOF') throw new Error('no end');
  const entities: Map<number, string>[] = [];
  for (const [code, value] of pairs) {
    if (code === 0) entities.push(new Map([[0, value]]));
    else entities.at(-1)?.set(code, value);
  }
  const found: { layer: string; isClosed: boolean; elevation: number; places: [number, number, number][] }[] = [];
  for (const entity of entities) {
    const number = (code: number): number => Number(entity.get(code));
    if (entity.get(0) === 'POLYLINE') {
      found.push({ layer: entity.get(8)!, isClosed: number(70) === 1, elevation: number(30), places: [] });
    }
    if (entity.get(0) === 'VERTEX') found.at(-1)!.places.push([number(10), number(20), number(30)]);
  }
  return found;
}
