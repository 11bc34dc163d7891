/** A folder as a browser grants it, in memory: as much of the File System Access standard as the worker uses. */

type Tree = Map<string, Tree | Uint8Array>;

export interface MemoryFolder {
  readonly handle: FileSystemDirectoryHandle;
  /** Path and text of every file. */
  files(): Record<string, string>;
  /** Makes every action on files of this name fail. */
  refuse(name: string, exception: string): void;
}

export function memoryFolder(name: string, contents: Readonly<Record<string, string | Uint8Array>> = {}): MemoryFolder {
  const tree: Tree = new Map();
  const refused = new Map<string, string>();
  for (const [path, data] of Object.entries(contents)) {
    const segments = path.split('/');
    const last = segments.pop()!;
    let place = tree;
    for (const segment of segments) {
      if (!place.has(segment)) place.set(segment, new Map());
      place = place.get(segment) as Tree;
    }
    place.set(last, typeof data === 'string' ? new TextEncoder().encode(data) : data);
  }
  return {
    handle: new FolderHandle(name, tree, refused) as unknown as FileSystemDirectoryHandle,
    files: () => Object.fromEntries(textsOf(tree, '')),
    refuse: (file, exception) => void refused.set(file, exception),
  };
}

function* textsOf(tree: Tree, prefix: string): Generator<[string, string]> {
  for (const [name, entry] of tree) {
    if (entry instanceof Map) yield* textsOf(entry, `${prefix}${name}/`);
    else yield [prefix + name, new TextDecoder().decode(entry)];
  }
}

class FolderHandle {
  readonly kind = 'directory';
  readonly name: string;
  readonly tree: Tree;
  readonly #refused: ReadonlyMap<string, string>;

  constructor(name: string, tree: Tree, refused: ReadonlyMap<string, string>) {
    this.name = name;
    this.tree = tree;
    this.#refused = refused;
  }

  async *entries(): AsyncGenerator<[string, FolderHandle | FileHandle]> {
    for (const [name, entry] of this.tree) yield [name, this.#handleOf(name, entry)];
  }

  async getDirectoryHandle(name: string, { create = false } = {}): Promise<FolderHandle> {
    this.#check(name);
    if (!this.tree.has(name) && create) this.tree.set(name, new Map());
    const handle = this.#handleOf(name, this.#find(name));
    if (handle.kind === 'file') throw new DOMException('a file', 'TypeMismatchError');
    return handle;
  }

  async getFileHandle(name: string, { create = false } = {}): Promise<FileHandle> {
    this.#check(name);
    if (!this.tree.has(name) && create) this.tree.set(name, new Uint8Array(0));
    const handle = this.#handleOf(name, this.#find(name));
    if (handle.kind === 'directory') throw new DOMException('a folder', 'TypeMismatchError');
    return handle;
  }

  async removeEntry(name: string): Promise<void> {
    this.#find(name);
    this.tree.delete(name);
  }

  async resolve(other: FolderHandle): Promise<string[] | null> {
    return other.tree === this.tree ? [] : pathTo(this.tree, other.tree);
  }

  #find(name: string): Tree | Uint8Array {
    const entry = this.tree.get(name);
    if (!entry) throw new DOMException('nothing there', 'NotFoundError');
    return entry;
  }

  #check(name: string): void {
    const exception = this.#refused.get(name);
    if (exception) throw new DOMException('some words', exception);
  }

  #handleOf(name: string, entry: Tree | Uint8Array): FolderHandle | FileHandle {
    return entry instanceof Map
      ? new FolderHandle(name, entry, this.#refused)
      : new FileHandle(name, this.tree, this.#refused);
  }
}

class FileHandle {
  readonly kind = 'file';
  readonly name: string;
  readonly #folder: Tree;
  readonly #refused: ReadonlyMap<string, string>;

  constructor(name: string, folder: Tree, refused: ReadonlyMap<string, string>) {
    this.name = name;
    this.#folder = folder;
    this.#refused = refused;
  }

  async getFile(): Promise<File> {
    const bytes = this.#folder.get(this.name);
    if (!(bytes instanceof Uint8Array)) throw new DOMException('nothing there', 'NotFoundError');
    return new File([bytes as Uint8Array<ArrayBuffer>], this.name);
  }

  async createWritable(): Promise<unknown> {
    const parts: Uint8Array<ArrayBuffer>[] = [];
    const refusal = this.#refused.get(`${this.name} close`);
    return {
      write: async (bytes: Uint8Array<ArrayBuffer>) => void parts.push(bytes.slice()),
      close: async () => {
        if (refusal) throw new DOMException('some words', refusal);
        this.#folder.set(this.name, Buffer.concat(parts));
      },
      abort: async () => undefined,
    };
  }
}

function pathTo(tree: Tree, wanted: Tree): string[] | null {
  for (const [name, entry] of tree) {
    if (!(entry instanceof Map)) continue;
    if (entry === wanted) return [name];
    const rest = pathTo(entry, wanted);
    if (rest) return [name, ...rest];
  }
  return null;
}
