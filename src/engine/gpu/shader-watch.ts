/** What a host may see of the kernels of its runs, and put in the place of some: a diagnostic (`Host.shaders`). */
export interface ShaderWatch {
  /** Code to compile instead of the program's, by the kernel's label. */
  readonly replaced: ReadonlyMap<string, ReplacedShader>;
  /** Told the code of every kernel before it is compiled, once a run, or once for each of its constants. */
  onCompile(label: string, code: string): void;
}

export interface ReplacedShader {
  /** What errors call it. */
  readonly file: string;
  /** Complete: nothing is included any more. */
  readonly code: string;
}
