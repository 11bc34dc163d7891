/** What the benchmark prints of each case: a line of figures, a line of stages, a line of PoissonRecon's. */
import { type BenchCase, p2sBarOf } from './cases.ts';
import type { PoissonResult } from './poisson-recon.ts';
import type { CaseReport, CaseResult, Metrics } from './run-case.ts';

export const CASE_HEADINGS =
  'cloud                    P2S       bar       NC     sNC    comp  open  nonman    S    wall s  MB RSS  MB GPU';

export function caseLines(chosen: BenchCase, result: CaseResult): string {
  const { report, metrics, failure, options } = result;
  const p2sBar = p2sBarOf(chosen, options.resolution);
  const bench = { ...chosen, ...(p2sBar !== undefined && { p2sBar }) };
  if (failure) return `${bench.name.padEnd(22)}  FAILED (${failure.exitCode ?? 'ended'}): ${failure.message}`;
  const missed = options.preset === 'default' && missesBars(bench, metrics);
  return `${figures(bench, report, metrics)}${missed ? ' MISSED' : ''}\n  ${stages(report)}`;
}

/** Whether the figures are worse than the case's bars. */
export function missesBars({ closed, p2sBar, normalBar }: BenchCase, m: Metrics): boolean {
  const closedBroken =
    closed && (m.components !== 1 || m.boundaryEdges + m.nonManifoldEdges > 0 || m.signedNormalConsistency < 0);
  return (
    (p2sBar !== undefined && m.chamferL1 > p2sBar) ||
    (normalBar !== undefined && m.normalConsistency < normalBar - 0.0005) ||
    closedBroken
  );
}

function figures({ name, p2sBar }: BenchCase, report: CaseReport, m: Metrics): string {
  return [
    name.padEnd(22),
    m.chamferL1.toFixed(6).padStart(9),
    (p2sBar?.toFixed(6) ?? '–').padStart(9),
    m.normalConsistency.toFixed(4).padStart(8),
    m.signedNormalConsistency.toFixed(3).padStart(7),
    String(m.components).padStart(5),
    String(m.boundaryEdges).padStart(6),
    String(m.nonManifoldEdges).padStart(6),
    String(report.resolution).padStart(6),
    (report.wallMs / 1000).toFixed(1).padStart(8),
    (report.peakMemoryBytes / 2 ** 20).toFixed(0).padStart(8),
    (report.peakGpuBytes / 2 ** 20).toFixed(0).padStart(7),
  ].join('');
}

function stages(report: CaseReport): string {
  return report.stages
    .map((s) => `${s.name} ${(s.durationMs / 1000).toFixed(2)} s/${(s.gpuBytes / 2 ** 20).toFixed(0)} MB`)
    .join(', ');
}

/** Ours over theirs: below 1 we are better. */
export function poissonLine(poisson: PoissonResult, ours: CaseResult): string {
  const { depth, wallMs, peakMemoryBytes, metrics, failure } = poisson;
  if (failure || !metrics) return `  PoissonRecon, depth ${depth}: FAILED (${failure?.exitCode}): ${failure?.message}`;
  const ratio = (own: number | undefined, theirs: number): string =>
    own === undefined || theirs === 0 ? '–' : (own / theirs).toFixed(2);
  return (
    `  PoissonRecon, depth ${depth} (its best of three), true normals: P2S ${metrics.chamferL1.toFixed(6)} ` +
    `(ours × ${ratio(ours.metrics?.chamferL1, metrics.chamferL1)}), NC ${metrics.normalConsistency.toFixed(4)}, ` +
    `${metrics.components} comp, ${metrics.boundaryEdges} open, ` +
    `${(wallMs / 1000).toFixed(1)} s (ours × ${ratio(ours.report?.wallMs, wallMs)}), ` +
    `${(peakMemoryBytes / 2 ** 20).toFixed(0)} MB (ours × ${ratio(ours.report?.peakMemoryBytes, peakMemoryBytes)})`
  );
}
