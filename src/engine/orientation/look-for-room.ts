/** Asks whether the sides that were found are those of a room inside out, and says so where that is not certain. */
import { type PlaneFit, spacingsOf } from '../analysis/fit-planes.ts';
import { abortable } from '../gpu/gpu.ts';
import type { StageContext } from '../host/stage-context.ts';
import { judgeRoom, roomEvidence, type RoomVerdict } from './judge-room.ts';

export interface SidedCloud {
  /** [3 × pointCount], normalised. */
  readonly positions: Float32Array;
  /** [4 × pointCount]: unit normals with the sides that were found. */
  readonly normals: Float32Array;
  readonly planes: PlaneFit;
  readonly noiseNorm: number;
}

const DOUBT =
  'Which side of the surface is its front is not certain: it may be a room that was scanned from inside. If it comes out ' +
  'inside out, --flip turns it.';

/** `isClosed` as in `judgeRoom`. Rejects with the signal's reason when cancelled. */
export async function lookForRoom(
  stage: StageContext,
  { positions, normals, planes, noiseNorm }: SidedCloud,
  isClosed: boolean,
): Promise<RoomVerdict> {
  const { host, context } = stage;
  const spacings = await spacingsOf(stage, planes, positions.length / 3);
  const looking = host.runTask(roomEvidence, { positions, axes: normals, spacings, noiseNorm });
  const verdict = judgeRoom(await abortable(looking, context.signal), isClosed);
  if (verdict.isDoubtful) context.onEvent({ type: 'warning', message: DOUBT });
  return verdict;
}
