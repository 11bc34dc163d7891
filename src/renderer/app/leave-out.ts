/** Leaving a scan or a class out of the cloud: one step that can be undone, named by what goes. */
import type { FlowContext } from './flow-context.ts';
import type { OpenFlow } from './open-flow.ts';

/** @param index `NumberedScan.index` */
export function removeScan({ state, parts }: FlowContext, opening: OpenFlow, index: number): void {
  const scans = state.document.cloud?.info.scans ?? [];
  const gone = scans.find((scan) => scan.index === index);
  if (!gone) return;
  const name = gone.name || parts.translate('pointLegend.unnamedScan', { value: gone.number });
  const kept = scans.filter((scan) => scan !== gone).map((scan) => scan.index);
  void opening.keep('undo.remove', name, { scans: kept });
}

/** @param value the class's number */
export function removeClass({ state, parts }: FlowContext, opening: OpenFlow, value: number): void {
  const classes = state.document.cloud?.info.values.classification ?? [];
  const gone = classes.find((one) => one.value === value);
  if (!gone) return;
  const name = gone.name
    ? parts.translate(`pointLegend.classes.${gone.name}`)
    : parts.translate('pointLegend.unnamedClass', { value });
  const kept = classes.filter((one) => one !== gone).map((one) => one.value);
  void opening.keep('undo.remove', name, { classes: kept });
}
