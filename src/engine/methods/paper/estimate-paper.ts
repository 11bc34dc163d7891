/** What a run of the preset `paper` will take: it has its own resolution. */
import { NEIGHBOUR_BYTES, POINT_BYTES, POINT_MS, RUN_MS, type RunCosts } from '../../estimate/run-costs.ts';
import type { CloudSurvey } from '../../estimate/survey-cloud.ts';
import type { EstimateInput, MethodEstimate } from '../method.ts';
import { PAPER } from './paper-options.ts';

export function estimatePaper({ survey, options }: EstimateInput): MethodEstimate {
  const resolution = PAPER.nodes;
  const note = `The paper's method always uses ${resolution}.`;
  return {
    resolution,
    costs: paperCosts(survey, options.paperSteps),
    reason: { noteCode: 'paper', noteNumbers: { resolution }, note },
  };
}

/** 188 s for 4,810 steps (docs/benchmarks.md), of which the cloud takes four. */
const PAPER_STEP_MS = 38;
/** Measured: 114 MB with 20,000 points. */
const PAPER_NODE_BYTES = 52;

/** One dense level, whose cost hardly depends on the cloud. */
function paperCosts(survey: CloudSurvey, steps: number): RunCosts {
  const { usedCount } = survey;
  const nodes = PAPER.nodes ** 3;
  return {
    gpuBytes: (POINT_BYTES + 2 * NEIGHBOUR_BYTES) * usedCount + PAPER_NODE_BYTES * nodes,
    largestBufferBytes: Math.max(NEIGHBOUR_BYTES * usedCount, 4 * nodes),
    mainMemoryBytes: 0,
    workUnits: RUN_MS + PAPER_STEP_MS * steps + POINT_MS * usedCount,
  };
}
