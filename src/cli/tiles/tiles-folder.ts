/**
 * The folder that the phases of a shared run speak through.
 *
 *     plan.json          what it is of, for people and for all phases; written last, so that it says the plan is whole
 *     plan.bin           what tiles are solved from, but for the points of a large cloud
 *     points.bin         these, normalised, in Morton order, and colors.bin
 *     level-512/         solved tiles, a file each; a folder for each level in tiles
 *     surface/           their surfaces, a file each
 *     joined.json, failed/   notes for those that look on (phase-notes.ts)
 *
 * Every file is written beside its place and renamed, and has a hash of its own: one that is there and whole is done.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  type PieceSurface,
  type PointCloud,
  ReconstructError,
  type ReconstructOptions,
  type Reading,
  type RunControl,
  type TiledStart,
  type TilePiece,
} from '../../engine/index.ts';
import { orOutputFailed, writeFileBeside } from '../node-files.ts';
import { packedHead, readPacked, writePacked } from '../packed-file.ts';
import { VERSION } from '../version.ts';
import { PhaseNotes } from './phase-notes.ts';
import type { SavedPoints } from './points-file.ts';

/** Changes with what the phases write. */
const FORM = 2;
const PLAN = 'plan.json';
const START = 'plan.bin';
/** Lies there while a plan is made, so that one that was broken off is known as ours. */
const MARK = '.gridpull-plan';
/** What the phases write, and would replace. */
const OWN_NAMES = /^(plan|points|colors)\.bin$|^level-\d+$|^surface$|^joined\.json$|^failed$/;

/** What a plan is of. */
export interface PlanSubject {
  /** The machine's name of the device: others round otherwise, and borders of tiles would not meet. */
  readonly device: string;
  /** SHA-256 of each file of the cloud. */
  readonly contents: readonly string[];
  readonly reading: Reading;
  readonly options: ReconstructOptions;
  readonly limits: NonNullable<RunControl['limits']>;
}

/** How the phases are to go about it: no part of the result. */
export interface PlanTerms {
  /** Absolute paths. */
  readonly inputs: readonly string[];
  readonly parts: number;
  readonly software: boolean;
  readonly adapter?: string;
}

export interface TilesPlanFile extends PlanSubject, PlanTerms {
  readonly form: typeof FORM;
  readonly version: string;
  readonly key: string;
}

/** What lies in `plan.bin`. */
export interface SavedStart {
  readonly start: TiledStart;
  /** Of `points.bin` and `colors.bin`. */
  readonly points?: SavedPoints;
  /** What there is to know of a large cloud besides its points, so that it need not be read again. */
  readonly cloud?: SavedFacts;
}

export interface SavedFacts extends Pick<PointCloud, 'shift' | 'scans' | 'crs' | 'placement' | 'stats'> {
  readonly pointCount: number;
  /** `fitSample` */
  readonly drawn: Float32Array;
}

export function keyOf({ device, contents, reading, options, limits }: PlanSubject): string {
  const whole = { FORM, VERSION, device, contents, reading, options, limits };
  return createHash('sha256').update(JSON.stringify(whole)).digest('hex');
}

/** One level's solved tiles, or their surfaces. */
export type PieceFolder = `level-${number}` | 'surface';

export class TilesFolder {
  readonly path: string;
  readonly notes: PhaseNotes;

  constructor(folder: string) {
    this.path = folder;
    this.notes = new PhaseNotes(folder);
  }

  /** Whether a run was begun in it. */
  get isBegun(): boolean {
    return existsSync(this.file(PLAN)) || existsSync(this.file(MARK));
  }

  file(name: string): string {
    return path.join(this.path, name);
  }

  /**
   * Makes the folder for a plan that is written from here on.
   * @throws ReconstructError where files that it would replace are another program's
   */
  async begin(): Promise<void> {
    await orOutputFailed(this.path, mkdir(this.path, { recursive: true }));
    const names = await orOutputFailed(this.path, readdir(this.path));
    const other = names.find((name) => OWN_NAMES.test(name));
    const isOurs = names.includes(MARK) || names.includes(PLAN) || (await packedHead(this.file(START))) !== null;
    if (other !== undefined && !isOurs) {
      const message = `${this.file(other)} was not made by gridpull tiles, and would be replaced; name another folder`;
      throw new ReconstructError('output-failed', message, { path: this.path });
    }
    await orOutputFailed(this.path, writeFile(this.file(MARK), ''));
  }

  /**
   * The plan that lies there; null where there is none.
   * @throws ReconstructError for one that this program cannot use
   */
  async plan(): Promise<TilesPlanFile | null> {
    const file = this.file(PLAN);
    let text: string;
    try {
      text = await readFile(file, 'utf8');
    } catch (error) {
      if (!existsSync(file)) return null;
      throw unreadable(`${file} cannot be read (${String(error)})`, file);
    }
    const plan = planOf(text);
    if (!plan) throw unreadable(`${file} is damaged; remove it, and plan the run again with gridpull tiles plan`, file);
    if (plan.form === FORM && plan.version === VERSION) {
      if (keyOf(plan) === plan.key) return plan;
      throw unreadable(`${file} was changed by hand; remove it, and plan the run again with gridpull tiles plan`, file);
    }
    const message =
      `the plan in ${this.path} was made by GridPull ${plan.version}, and this is ${VERSION}; use that version for all ` +
      'phases, or plan the run anew in another folder';
    throw new ReconstructError('option-invalid', message, { path: file });
  }

  /** The plan of a phase that follows it. @throws ReconstructError where there is none */
  async madePlan(): Promise<TilesPlanFile> {
    const plan = await this.plan();
    if (plan) return plan;
    const message = `${this.file(PLAN)} is not there; run gridpull tiles plan CLOUD -o ${this.path} --parts N first`;
    throw unreadable(message, this.path);
  }

  async writePlan(subject: PlanSubject, terms: PlanTerms, signal: AbortSignal): Promise<void> {
    const plan: TilesPlanFile = { form: FORM, version: VERSION, key: keyOf(subject), ...subject, ...terms };
    const text = `${JSON.stringify(plan, null, 2)}\n`;
    await writeFileBeside(this.file(PLAN), (sink) => sink.write(new TextEncoder().encode(text)), signal);
    await rm(this.file(MARK), { force: true });
  }

  writeStart(key: string, start: SavedStart, signal: AbortSignal): Promise<void> {
    return writePacked(this.file(START), `${key} ${START}`, start, signal);
  }

  /** Null where it is not whole. */
  async start({ key }: Pick<TilesPlanFile, 'key'>): Promise<SavedStart | null> {
    return (await readPacked(this.file(START), `${key} ${START}`)) as SavedStart | null;
  }

  /** Whether it is there, by its head alone. */
  async hasStart({ key }: Pick<TilesPlanFile, 'key'>): Promise<boolean> {
    const head = await packedHead(this.file(START));
    return head !== null && head.isFull && head.key === `${key} ${START}`;
  }

  /** @throws ReconstructError where it is not whole */
  async madeStart(plan: TilesPlanFile): Promise<SavedStart> {
    const start = await this.start(plan);
    if (start) return start;
    throw unreadable(`${this.#stateOf(START)}; ${this.planCommand(plan)}`, this.file(START));
  }

  /** How the plan is made again, for messages. */
  planCommand({ inputs, parts }: PlanTerms): string {
    const command = `gridpull tiles plan ${inputs.join(' ')} -o ${this.path} --parts ${parts}`;
    return `run ${command} with the options that it had`;
  }

  async makePieces(folder: PieceFolder): Promise<void> {
    await orOutputFailed(this.path, mkdir(this.file(folder), { recursive: true }));
  }

  /** Whether a piece is there, by its head alone. */
  async hasPiece(plan: TilesPlanFile, folder: PieceFolder, number: number): Promise<boolean> {
    const head = await packedHead(this.file(pieceName(folder, number)));
    return head !== null && head.isFull && head.key === pieceKey(plan, folder, number);
  }

  writePiece(
    plan: TilesPlanFile,
    folder: PieceFolder,
    number: number,
    piece: TilePiece | PieceSurface,
    signal: AbortSignal,
  ): Promise<void> {
    const file = this.file(pieceName(folder, number));
    return writePacked(file, pieceKey(plan, folder, number), piece, signal);
  }

  /** Null where it is not there, or not whole. */
  tile(plan: TilesPlanFile, folder: `level-${number}`, number: number): Promise<TilePiece | null> {
    return this.#piece(plan, folder, number) as Promise<TilePiece | null>;
  }

  surface(plan: TilesPlanFile, number: number): Promise<PieceSurface | null> {
    return this.#piece(plan, 'surface', number) as Promise<PieceSurface | null>;
  }

  /** What is to be told of a piece that a phase needs and does not find. @param part the part that makes it */
  missing({ parts }: PlanTerms, folder: PieceFolder, number: number, part: number): MissingPiece {
    const verb = folder === 'surface' ? 'extract' : 'solve';
    const name = pieceName(folder, number);
    const message = `${this.#stateOf(name)}; run gridpull tiles ${verb} ${this.path} ${part}/${parts}`;
    return new MissingPiece('cloud-format', message, { path: this.file(name) });
  }

  #piece(plan: TilesPlanFile, folder: PieceFolder, number: number): Promise<unknown> {
    return readPacked(this.file(pieceName(folder, number)), pieceKey(plan, folder, number));
  }

  #stateOf(name: string): string {
    const file = this.file(name);
    return existsSync(file) ? `${file} is damaged or of another plan` : `${file} is not there yet`;
  }
}

/** A phase needs what another one has not made yet. */
export class MissingPiece extends ReconstructError {}

function pieceName(folder: PieceFolder, number: number): string {
  return `${folder}/tile-${String(number + 1).padStart(5, '0')}.bin`;
}

function pieceKey({ key }: TilesPlanFile, folder: PieceFolder, number: number): string {
  return `${key} ${pieceName(folder, number)}`;
}

function planOf(text: string): TilesPlanFile | null {
  try {
    const plan = JSON.parse(text) as Partial<TilesPlanFile> | null;
    const isOurs =
      typeof plan?.version === 'string' &&
      typeof plan.key === 'string' &&
      Array.isArray(plan.inputs) &&
      Number.isInteger(plan.parts);
    return isOurs ? (plan as TilesPlanFile) : null;
  } catch {
    return null;
  }
}

function unreadable(message: string, file: string): ReconstructError {
  return new ReconstructError('cloud-format', message, { path: file });
}
