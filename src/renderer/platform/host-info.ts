/** What the program's own local server tells about itself; a static host has nothing to tell. */
import type { FileGrant } from '../../shared/ipc.ts';

export interface HostInfo {
  readonly version: string;
  /** The file of the command line. */
  readonly open: FileGrant | null;
  /** In bytes, by the samples' names. */
  readonly sampleSizes: ReadonlyMap<string, number>;
}

export async function readHostInfo(): Promise<HostInfo | null> {
  try {
    const response = await fetch('/_host.json', { cache: 'no-store' });
    return response.ok ? hostInfoOf(await response.json()) : null;
  } catch {
    // No such file, or a page in its place.
    return null;
  }
}

function hostInfoOf(value: unknown): HostInfo | null {
  if (!isRecord(value) || value['kind'] !== 'web') return null;
  const { version } = value;
  const samples = Array.isArray(value['samples']) ? value['samples'].filter(isRecord) : [];
  return {
    version: typeof version === 'string' ? version : '',
    open: isGrant(value['open']) ? value['open'] : null,
    sampleSizes: new Map(samples.map(({ name, size }) => [String(name), Number(size) || 0])),
  };
}

function isGrant(value: unknown): value is FileGrant {
  if (!isRecord(value)) return false;
  const { token, name, size } = value;
  return typeof token === 'string' && typeof name === 'string' && typeof size === 'number';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
