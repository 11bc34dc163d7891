/**
 * Files of somebody else under the names that a batch uses at the top of its output folder. They are common names, and
 * what they hold is known by its beginning alone.
 */
import { ReconstructError } from '../../engine/vocabulary.ts';
import type { OutputFolder } from '../folders.ts';
import { JOB_FILE, REPORT_CSV, REPORT_HTML } from '../output-names.ts';

/** What stands near the beginning of ours. */
const MARKS: Readonly<Record<string, string>> = {
  [REPORT_HTML]: '<meta name="generator" content="GridPull">',
  [REPORT_CSV]: 'input,state,error_code,',
  [JOB_FILE]: '"gridpullJob"',
};
const HEAD_BYTES = 4096;

/** @throws ReconstructError `output-failed`, naming the file that is not ours */
export async function refuseForeignFiles(output: OutputFolder): Promise<void> {
  for (const [name, mark] of Object.entries(MARKS)) {
    const bytes = await output.read(name);
    if (!bytes || bytes.length === 0) continue;
    if (new TextDecoder().decode(bytes.subarray(0, HEAD_BYTES)).includes(mark)) continue;
    const message = `${name} is in ${output.name} already, and GridPull did not write it; move it, or choose another output folder`;
    throw new ReconstructError('output-failed', message, { path: name });
  }
}
