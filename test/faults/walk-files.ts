/**
 * Every step of writing files at which the disk may fail, one after the other: opening, writing, syncing, closing,
 * renaming.
 */
import fs from 'node:fs/promises';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeMeshFile } from '../../src/cli/certificate.ts';
import { ReconstructError } from '../../src/engine/index.ts';
import { messageOf } from '../../src/engine/vocabulary.ts';
import { MESH_FORMATS, type MeshFormat } from '../../src/engine/formats/formats.ts';
import type { TriangleMesh } from '../../src/engine/index.ts';
import { Injector, type Place } from './injector.ts';

const PLACES: readonly Place[] = ['open', 'write', 'sync', 'close', 'rename'];
/** What systems say of a full disk, one that breaks, one that went away, and of too many files. */
export const FILE_FAULTS = ['ENOSPC', 'EIO', 'EROFS', 'EMFILE'] as const;

export interface WalkedFiles {
  readonly tried: number;
  readonly broken: readonly string[];
}

const quiet = { signal: new AbortController().signal, onEvent: () => undefined };

/** Every format, every step, every fault; with a file in the place before, and without. */
export async function walkFiles(mesh: TriangleMesh): Promise<WalkedFiles> {
  const injector = new Injector();
  using _ = patchFiles(injector);
  let tried = 0;
  const broken: string[] = [];
  for (const format of MESH_FORMATS) {
    const steps = await stepsOf(injector, mesh, format);
    for (const code of FILE_FAULTS) {
      for (let at = 1; at <= steps; at++) {
        for (const before of [null, 'what was there']) {
          tried++;
          const wrong = await wrongAt({ injector, mesh, format, code, at, before });
          broken.push(...wrong.map((what) => `${format}, ${code} at ${at} of ${steps}: ${what}`));
        }
      }
    }
  }
  return { tried, broken };
}

async function stepsOf(injector: Injector, mesh: TriangleMesh, format: MeshFormat): Promise<number> {
  const folder = mkdtempSync(path.join(tmpdir(), 'gridpull-faults-'));
  try {
    injector.disarm();
    await writeMeshFile(mesh, format, path.join(folder, 'mesh'), quiet);
    return injector.count(PLACES);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Attempt {
  readonly injector: Injector;
  readonly mesh: TriangleMesh;
  readonly format: MeshFormat;
  readonly code: string;
  readonly at: number;
  readonly before: string | null;
}

async function wrongAt({ injector, mesh, format, code, at, before }: Attempt): Promise<string[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'gridpull-faults-'));
  const target = path.join(folder, 'mesh');
  const wrong: string[] = [];
  try {
    if (before !== null) writeFileSync(target, before);
    injector.arm(PLACES, at, () => {
      throw Object.assign(new Error(`${code} on purpose`), { code });
    });
    const error: unknown = await writeMeshFile(mesh, format, target, quiet).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    injector.disarm();
    const names = readdirSync(folder);
    if (names.some((name) => name !== 'mesh')) wrong.push(`${names.join(', ')} are there`);
    if (error === null) {
      // A folder that cannot be synced is no reason to say that a whole file was not written.
      const written = names.includes('mesh') ? readFileSync(target, 'latin1') : null;
      if (written === null || written === before) wrong.push('it is said to be written, and is not');
      return wrong;
    }
    const isClear = error instanceof ReconstructError && error.code === 'output-failed';
    if (!isClear || error.details['systemCode'] !== code) wrong.push(`it ended with ${messageOf(error)}`);
    const now = names.includes('mesh') ? readFileSync(target, 'utf8') : null;
    if (now !== before) wrong.push('what was there is not there any more');
    return wrong;
  } finally {
    injector.disarm();
    rmSync(folder, { recursive: true });
  }
}

/** Puts the injector before the file system, for all modules that import it by name, too. */
function patchFiles(injector: Injector): Disposable {
  const { open, rename } = fs;
  fs.open = async (...args) => {
    injector.meet('open');
    const handle = await open(...args);
    const [write, sync, close] = [handle.write.bind(handle), handle.sync.bind(handle), handle.close.bind(handle)];
    handle.write = (async (...given: Parameters<typeof write>) => {
      injector.meet('write');
      return write(...given);
    }) as typeof handle.write;
    handle.sync = async () => {
      injector.meet('sync');
      return sync();
    };
    handle.close = async () => {
      // Whatever closing says, the system has closed it.
      const closing = close();
      await closing;
      injector.meet('close');
    };
    return handle;
  };
  fs.rename = async (...args) => {
    injector.meet('rename');
    return rename(...args);
  };
  syncBuiltinESMExports();
  return {
    [Symbol.dispose]() {
      Object.assign(fs, { open, rename });
      syncBuiltinESMExports();
    },
  };
}
