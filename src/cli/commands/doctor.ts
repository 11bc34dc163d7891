/**
 * `gridpull doctor`: whether the graphics device computes rightly, and all that somebody who helps wants to know of it.
 */
import { createRequire } from 'node:module';
import { cpus, release, totalmem, type } from 'node:os';
import { deviceReportText, type RunContext } from '../../engine/index.ts';
import { ComputeProcess } from '../compute-process.ts';
import { EXIT, Incomplete, ProcessLost } from '../exit-codes.ts';
import { VERSION } from '../version.ts';

export interface DoctorArguments {
  readonly software?: boolean;
  readonly adapter?: string;
  readonly json?: boolean;
}

/**
 * The text to print. `note` shows lines that native code printed, `show` what is tried.
 * @throws Incomplete where answers are wrong: the report is told all the same
 */
export async function doctor(
  { software = false, adapter, json = false }: DoctorArguments,
  context: RunContext,
  note: (line: string) => void,
  show: (name: string) => void,
): Promise<string> {
  let trying = 'the start';
  const onTrying = (name: string): void => {
    trying = name;
    show(name);
  };
  await using computing = new ComputeProcess(note);
  const task = { type: 'doctor', software, ...(adapter !== undefined && { adapter }) } as const;
  const examining = computing.run(task, context, onTrying);
  const report = await examining.catch((error: unknown) => {
    if (!(error instanceof ProcessLost)) throw error;
    throw new Incomplete(EXIT.failure, `${error.message} (it was at: ${trying})`, systemText());
  });
  const text = json
    ? `${JSON.stringify({ system: systemFacts(), ...report })}\n`
    : deviceReportText(report, systemFacts());
  if (report.isSound) return text;
  throw new Incomplete(EXIT.failure, 'this graphics device gives wrong answers; see the report', text);
}

/** Nothing that tells who or where somebody is. */
function systemFacts(): Record<string, string> {
  const [processor] = cpus();
  return {
    program: `GridPull ${VERSION}, command line`,
    system: `${type()} ${release()}, ${process.arch}`,
    processor: `${processor?.model.trim() ?? 'unknown'}, ${cpus().length} threads`,
    memory: `${(totalmem() / 2 ** 30).toFixed(1)} GiB`,
    node: process.versions.node,
    webgpu: `Dawn, as of the package webgpu ${packageVersion()}`,
  };
}

function systemText(): string {
  return Object.entries(systemFacts())
    .map(([name, value]) => `${name.padEnd(12)}${value}\n`)
    .join('');
}

function packageVersion(): string {
  try {
    return (createRequire(import.meta.url)('webgpu/package.json') as { version: string }).version;
  } catch {
    return 'unknown';
  }
}
