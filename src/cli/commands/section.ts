/** `gridpull section MESH --plane z=1.2 -o outline.svg`: the outline where a plane cuts a mesh, as a drawing. */
import path from 'node:path';
import {
  DRAWING_FORMATS,
  type DrawingFormat,
  drawSection,
  type LengthUnit,
  type Plane,
  readMesh,
  ReconstructError,
  type RunContext,
  runSteps,
  type Section,
  sectionMesh,
  type Triple,
  weldSteps,
  type WorldMesh,
  placeWords,
} from '../../engine/index.ts';
import { checkBeside } from '../check-output.ts';
import { readWhole, writeFileBeside } from '../node-files.ts';

export interface SectionArguments {
  readonly output: string;
  readonly plane: Plane;
  readonly unit?: LengthUnit;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** Gives the text to print. @throws ReconstructError `option-invalid` where the plane misses the mesh */
export async function section(meshPath: string, args: SectionArguments, context: RunContext): Promise<string> {
  const { output, plane, unit = null } = args;
  const format = drawingFormatOf(output);
  checkBeside([meshPath], output, args.force);
  const mesh = await readMesh(await readWhole(meshPath), meshPath, context);
  // STL files hold every corner apart.
  const indices = await runSteps(weldSteps(mesh), context.signal);
  const found = await sectionMesh({ positions: mesh.positions, indices, shift: [0, 0, 0] }, plane, context);
  if (found.curves.length === 0) throw missed(meshPath, mesh);
  const text = new TextEncoder().encode(drawSection(found, format, unit));
  await writeFileBeside(output, (sink) => sink.write(text), context.signal);
  const figures = figuresOf(found);
  if (args.json) return `${JSON.stringify({ input: meshPath, output, plane, unit, ...figures })}\n`;
  const { curves, closed, length, area } = figures;
  const short = (value: number): string => String(Number(value.toPrecision(4)));
  const suffix = unit === null ? '' : ` ${unit}`;
  return (
    `${output}: ${curves} ${curves === 1 ? 'curve' : 'curves'}, ${closed} closed\n` +
    `  length     ${short(length)}${suffix}\n` +
    (closed > 0 ? `  encloses   ${short(area)}${suffix && `${suffix}²`}\n` : '')
  );
}

function drawingFormatOf(output: string): DrawingFormat {
  const ending = path.extname(output).slice(1).toLowerCase();
  const format = DRAWING_FORMATS.find((each) => each === ending);
  if (format) return format;
  const message = `${output} names no drawing; allowed: ${DRAWING_FORMATS.map((each) => `.${each}`).join(' or ')}`;
  throw new ReconstructError('option-invalid', message, { path: output });
}

function figuresOf({ curves, length, area }: Section) {
  const closed = curves.filter(({ isClosed }) => isClosed).length;
  return { curves: curves.length, closed, length, area };
}

function missed(meshPath: string, { positions }: WorldMesh): ReconstructError {
  const bound = (pick: (a: number, b: number) => number, start: number): Triple => {
    const corner = [start, start, start] as [number, number, number];
    for (let i = 0; i < positions.length; i++) corner[i % 3] = pick(corner[i % 3]!, positions[i]!);
    return corner;
  };
  const [low, high] = [bound(Math.min, Infinity), bound(Math.max, -Infinity)];
  const size = Math.max(...high.map((end, axis) => end - low[axis]!));
  const text = (corner: Triple): string => `(${placeWords(corner, size / 100).join(', ')})`;
  const message = `The plane does not meet ${meshPath}, which reaches from ${text(low)} to ${text(high)}.`;
  return new ReconstructError('option-invalid', message, { option: '--plane' });
}
