/** `gridpull report OUT`: one report from all sidecars, as shards leave them. */
import { REPORT_CSV, REPORT_HTML } from '../../batch/output-names.ts';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { writeReport } from '../../batch/report/write-report.ts';
import { ReconstructError } from '../../engine/index.ts';
import { nodeOutputFolder } from '../node-folders.ts';

export interface ReportArguments {
  readonly json?: boolean;
}

/** The text to print. */
export async function report(folder: string, args: ReportArguments, signal: AbortSignal): Promise<string> {
  if (!existsSync(folder)) throw nothingIn(folder, 'there is no such folder; check the path');
  const { done, failed } = await writeReport(nodeOutputFolder(folder), signal);
  const [html, csv] = [path.join(folder, REPORT_HTML), path.join(folder, REPORT_CSV)];
  if (args.json) return `${JSON.stringify({ done, failed, report: html, csv })}\n`;
  return `${done} done, ${failed} failed\n  report  ${html}\n  table   ${csv}\n`;
}

function nothingIn(folder: string, why: string): ReconstructError {
  return new ReconstructError('cloud-empty', `${folder} cannot be reported on: ${why}`, { path: folder });
}
