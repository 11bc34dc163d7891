/**
 * `--write-shaders DIR` and `--use-shaders DIR`: the code of a run's kernels as files, named by their labels, complete, with
 * nothing left to include, and such files in place of the program's own for one run. So a kernel is changed, measured
 * (`--profile`) and seen (`--dump`) without building anything.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { kernelLabels, type ReplacedShader, type ShaderWatch } from '../engine/index.ts';
import { ReconstructError } from '../engine/vocabulary.ts';
import { errorCode } from './node-files.ts';
import { nodeOutputFolder } from './node-folders.ts';

const ENDING = '.wgsl';

/** [label, file and code] of every WGSL file below a folder. */
export type ShaderFiles = readonly (readonly [string, ReplacedShader])[];

/** @throws ReconstructError `option-invalid` for a folder without shaders, or with one that is no kernel's */
export function readShaderFiles(folder: string): ShaderFiles {
  const files = wgslFiles(folder).map((name) => {
    const file = path.join(folder, name);
    const label = name.slice(0, -ENDING.length).split(path.sep).join('/');
    if (!kernelLabels().has(label))
      refuse(`${file}: there is no kernel ${label}; --write-shaders writes those of a run`);
    return [label, { file, code: readFileSync(file, 'utf8') }] as const;
  });
  if (files.length === 0) refuse(`${folder} has no ${ENDING} files; --write-shaders writes those of a run`);
  return files;
}

function wgslFiles(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith(ENDING))
      .sort();
  } catch (error) {
    const code = errorCode(error);
    return refuse(
      `${folder} cannot be read: ${code === 'ENOENT' ? 'there is no such folder' : `the system says ${code}`}`,
    );
  }
}

function refuse(message: string): never {
  throw new ReconstructError('option-invalid', message, { option: '--use-shaders' });
}

/** Puts files in the place of kernels, and remembers what was compiled. */
export class ShaderRecord implements ShaderWatch {
  readonly replaced: ReadonlyMap<string, ReplacedShader>;
  readonly #compiled = new Map<string, string>();

  constructor(files: ShaderFiles) {
    this.replaced = new Map(files);
  }

  onCompile(label: string, code: string): void {
    this.#compiled.set(label, code);
  }

  /** Files that this run had no use for. */
  get unused(): string[] {
    return [...this.replaced].filter(([label]) => !this.#compiled.has(label)).map(([, { file }]) => file);
  }

  async write(folder: string): Promise<void> {
    const output = nodeOutputFolder(folder);
    for (const [label, code] of this.#compiled) {
      await output.write(`${label}${ENDING}`, (sink) => sink.write(new TextEncoder().encode(code)));
    }
  }
}
