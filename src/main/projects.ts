/**
 * Projects for the window, which knows no paths: where their scans lie is found and written here. A project may come
 * from anywhere and name any file of this machine. So a scan in the project's own folder is granted, and one elsewhere
 * where it has the bytes that the project knows, or where the person opened it before; nothing else is, whatever the
 * project says.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { isProjectName } from '../batch/output-names.ts';
import type { FileGrant } from '../contracts/ipc.ts';
import type { FileGrants } from './file-grants.ts';
import { isWithin, realPlace } from './folder-paths.ts';
import { asRefusal, Refusal } from './refusal.ts';
import type { SaveGrants } from './save-grants.ts';

/** Sets of points of clouds of 100 million points are some megabytes. */
const MOST_BYTES = 256 << 20;

export interface ProjectsOptions {
  readonly files: FileGrants;
  readonly saves: SaveGrants;
  /** Whether the person opened this file before. */
  readonly isKnown: (path: string) => boolean;
  /** Remembers a project that was saved. */
  readonly remember: (path: string) => void;
}

interface NamedScan {
  readonly name: string;
  readonly path: string | null;
  readonly absolute: string | null;
  readonly bytes: number;
  readonly sha256: string;
}

export class Projects {
  readonly #options: ProjectsOptions;

  constructor(options: ProjectsOptions) {
    this.#options = options;
  }

  /**
   * For each scan that a granted project names the file that it is, or that lies in its place; null where there is none
   * that may be read. @throws Refusal for what is no project's file
   */
  async scansOf(token: string): Promise<readonly (FileGrant | null)[]> {
    const path = this.#projectPath(token);
    const text = await readText(path).catch((error: unknown) => {
      throw asRefusal(error, path);
    });
    return this.#grantScans(text, dirname(path), false);
  }

  /** For work that this program kept itself: it names only what the person had opened. */
  grantKept(text: string): Promise<readonly (FileGrant | null)[]> {
    return this.#grantScans(text, null, true);
  }

  async #grantScans(text: string, home: string | null, isOwn: boolean): Promise<readonly (FileGrant | null)[]> {
    const grants: (FileGrant | null)[] = [];
    for (const scan of scansIn(text)) {
      const place = await this.#findScan(scan, home, isOwn);
      grants.push(place === null ? null : await this.#options.files.grant(place).catch(() => null));
    }
    return grants;
  }

  /**
   * Writes a project in the place that was chosen for it, or over one that is open.
   * @param scans for each scan of `text` the token of its file @throws Refusal, and then the file is as it was
   */
  async save(token: string, text: string, scans: readonly (string | null)[]): Promise<void> {
    const { saves, remember } = this.#options;
    const isChosen = saves.targetOf(token) !== undefined;
    const path = saves.targetOf(token) ?? saves.savedPath(token) ?? this.#projectPath(token);
    const writing = isChosen ? token : (await saves.begin(path)).token;
    try {
      const bytes = new TextEncoder().encode(this.withPlaces(text, scans, dirname(path)));
      await saves.write(
        writing,
        0,
        (async function* () {
          yield bytes;
        })(),
      );
      await saves.finish(writing);
    } catch (error) {
      await saves.abandon(writing);
      throw error;
    }
    remember(path);
  }

  /** The text with where its scans lie. @param home null for none that ways could begin at */
  withPlaces(text: string, scans: readonly (string | null)[], home: string | null): string {
    const project = parsed(text);
    const list = Array.isArray(project['scans']) ? project['scans'] : [];
    const placed = list.map((scan: unknown, place): unknown => {
      const token = scans[place];
      const absolute = typeof token === 'string' ? this.#options.files.pathOf(token) : undefined;
      if (absolute === undefined) return scan;
      return { ...recordOf(scan), path: home === null ? null : wayBetween(home, absolute), absolute };
    });
    return `${JSON.stringify({ ...project, scans: placed }, null, 2)}\n`;
  }

  /** What lies in its own folder, or was opened before, may be another than it was: the window asks what to do. */
  async #findScan(scan: NamedScan, home: string | null, isOwn: boolean): Promise<string | null> {
    const { isKnown } = this.#options;
    let fallback: string | null = null;
    for (const place of placesOf(scan, home)) {
      const info = await stat(place).catch(() => null);
      if (!info?.isFile()) continue;
      if (info.size === scan.bytes && (await hashOf(place).catch(() => '')) === scan.sha256) return place;
      if (fallback === null && (isOwn || isKnown(place) || (home !== null && (await isInside(home, place)))))
        fallback = place;
    }
    return fallback;
  }

  /** @throws Refusal */
  #projectPath(token: string): string {
    const path = this.#options.files.pathOf(token);
    if (path === undefined || !isProjectName(path)) throw new Refusal('saveOver');
    return path;
  }
}

/** The folder of a project may have moved with its scans: what lies beside it comes first. */
function placesOf({ name, path, absolute }: NamedScan, home: string | null): string[] {
  return [
    ...(home !== null && path !== null && isUsable(path) ? [resolve(home, path)] : []),
    ...(absolute !== null && isUsable(absolute) && resolve(absolute) === absolute ? [absolute] : []),
    ...(home !== null ? [join(home, name)] : []),
  ];
}

/** A path of another machine by its name alone could sign the person in there (Windows). */
function isUsable(path: string): boolean {
  return !path.includes('\0') && !/^[\\/]{2}/.test(path);
}

async function isInside(home: string, place: string): Promise<boolean> {
  try {
    return isWithin(await realPlace(home), await realPlace(place));
  } catch {
    return false;
  }
}

/** With `/`; the path itself where no way leads there (another drive). */
function wayBetween(home: string, path: string): string {
  return relative(home, path).split(sep).join('/');
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const bytes of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(bytes as Buffer);
  return hash.digest('hex');
}

async function readText(path: string): Promise<string> {
  const info = await stat(path);
  if (!info.isFile()) throw new Refusal('notAFile', { name: basename(path) });
  if (info.size > MOST_BYTES) throw new Refusal('jobTooLarge', { name: basename(path) });
  return new TextDecoder().decode(await readFile(path));
}

/** By hand: the worker judges the file, here it is only asked where its scans are. */
function scansIn(text: string): readonly NamedScan[] {
  const list = parsed(text)['scans'];
  return (Array.isArray(list) ? list : []).map((scan: unknown) => {
    const { name, path, absolute, bytes, sha256 } = recordOf(scan);
    const textOr = (value: unknown): string | null => (typeof value === 'string' ? value : null);
    return {
      // A name leads nowhere.
      name: basename(textOr(name) ?? ''),
      path: textOr(path),
      absolute: textOr(absolute),
      bytes: Number(bytes),
      sha256: textOr(sha256) ?? '',
    };
  });
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    return recordOf(JSON.parse(text.replace(/^\uFEFF/, '')));
  } catch {
    return {};
  }
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
