/** Turns files into a cloud that can be drawn and reconstructed, with the points shown while they come. */
import {
  type ByteSource,
  type CloudSurvey,
  mergeClouds,
  type NamedCloud,
  type PointCloud,
  readCloud,
  selectPoints,
  surveyCloud,
} from '../../engine/index.ts';
import type { AttributeName, RunContext, Triple } from '../../engine/vocabulary.ts';
import { withMore } from '../../batch/project/with-more.ts';
import { cloudGeometry, sampleGeometry } from './cloud-geometry.ts';
import type { CloudInfo, FileReading, FileRef, KeptPoints, OpenedCloud, OpenEvent } from './engine-api.ts';
import { fileSource } from './file-source.ts';
import { Latest } from './latest.ts';
import { numberedScans } from './numbered-scans.ts';
import type { RecipeStep } from './recipe.ts';

/** What the worker keeps of a cloud. */
export interface HeldCloud {
  readonly cloud: PointCloud;
  readonly info: CloudInfo;
  /** What estimates go by. */
  readonly survey: CloudSurvey;
  /** Scene space's origin in the cloud's local space. */
  readonly centre: Triple;
  /** [drawn] the place in the cloud of each point that is drawn. */
  readonly order: Uint32Array;
  /** How it came about. */
  readonly recipe: readonly RecipeStep[];
  /** The same points as in their file, of a cloud that was placed: whatever else it is placed as begins there. */
  readonly base?: Pick<HeldCloud, 'cloud' | 'recipe'>;
}

export interface OpenScene {
  readonly id: number;
  /** At least one. */
  readonly files: readonly FileRef[];
  readonly onto?: HeldCloud;
  readonly reading?: FileReading;
}

interface HeldAndOpened {
  readonly held: HeldCloud;
  readonly opened: OpenedCloud;
}

export type Sink<E> = (event: E) => void | Promise<void>;

/** Progress that changes less often than this is progress nobody sees. */
const PROGRESS_MS = 50;
/** What follows the last byte: ten million points take half a second for their geometry and two for the survey. */
const READ_SHARE = 0.6;
const GEOMETRY_SHARE = 0.7;

/** Rejects like `readCloud` and `mergeClouds`, or with the signal's reason. */
export async function openCloud(
  { id, files, onto, reading }: OpenScene,
  sink: Sink<OpenEvent>,
  signal: AbortSignal,
): Promise<HeldAndOpened> {
  const context = { signal, onEvent: () => undefined };
  const send = async (event: OpenEvent): Promise<void> => (signal.aborted ? undefined : sink(event));
  const samples = new Latest<Parameters<typeof sampleGeometry>[0]>((sample) => {
    const { geometry, origin } = sampleGeometry(sample);
    return send({ type: 'points', geometry, origin });
  });
  const shares = new Latest((share: number) => send({ type: 'progress', share }));
  // Of several files each alone would be shown in the place of the others.
  const isAlone = files.length === 1 && !onto;
  try {
    const fileBytes = files.reduce((sum, { size }) => sum + size, 0);
    const clouds: NamedCloud[] = onto ? [namedCloud(onto)] : [];
    let readBytes = 0;
    for (const file of files) {
      const source = counted(fileSource(file, signal), (share) =>
        shares.push((READ_SHARE * (readBytes + share * file.size)) / Math.max(1, fileBytes)),
      );
      const cloud = await readCloud(source, context, {
        ...(isAlone && { onPoints: (sample) => samples.push(sample) }),
        ...reading,
      });
      clouds.push({ name: file.name, cloud });
      readBytes += file.size;
    }
    const about = {
      id,
      name: onto?.info.name ?? files[0]!.name,
      fileCount: (onto?.info.fileCount ?? 0) + files.length,
      fileBytes: (onto?.info.fileBytes ?? 0) + fileBytes,
    };
    const read = { do: 'read', files, ...(reading && { reading }) } as const;
    const recipe = [...(onto?.recipe ?? []), read];
    const scene = onto ? await withMore(clouds[0]!, clouds.slice(1), signal) : mergeClouds(clouds);
    return await heldCloud(scene, { ...about, recipe }, context, () => shares.push(GEOMETRY_SHARE));
  } finally {
    samples.close();
    shares.close();
  }
}

/** Rejects like `selectPoints`, or with the signal's reason. */
export async function keepPoints(
  id: number,
  { cloud, info, recipe }: HeldCloud,
  kept: KeptPoints,
  signal: AbortSignal,
): Promise<HeldAndOpened> {
  const context = { signal, onEvent: () => undefined };
  const about = { ...info, id, recipe: [...recipe, { do: 'keep', kept }] } as const;
  return heldCloud(selectPoints(cloud, kept), about, context, () => undefined);
}

function namedCloud({ cloud, info }: HeldCloud): NamedCloud {
  return { name: info.name, cloud, isScene: info.fileCount > 1 };
}

/** Rejects with the signal's reason alone. */
export async function heldCloud(
  cloud: PointCloud,
  about: Pick<CloudInfo, 'id' | 'name' | 'fileCount' | 'fileBytes'> & Pick<HeldCloud, 'recipe'>,
  context: RunContext,
  onPlaced: () => void,
): Promise<HeldAndOpened> {
  const { geometry, order, values, origin } = await cloudGeometry(cloud, context.signal);
  onPlaced();
  const survey = await surveyCloud(cloud, context);
  const { stats, shift, crs } = cloud;
  const { id, name, fileCount, fileBytes, recipe } = about;
  const info: CloudInfo = {
    id,
    name,
    fileCount,
    fileBytes,
    pointsInFile: stats.pointCount,
    dropped: stats.pointCount - stats.finiteCount,
    shift,
    origin,
    min: stats.min,
    max: stats.max,
    hasColors: cloud.colors !== undefined,
    hasNormals: cloud.normals !== undefined,
    attributes: Object.keys(cloud.attributes ?? {}) as AttributeName[],
    values,
    scans: numberedScans(cloud),
    placement: cloud.placement ?? null,
    crs: crs ? { ...(crs.epsg && { epsg: crs.epsg }), ...(crs.name && { name: crs.name }) } : null,
    spacing: survey.spacing,
    hasColumns: stats.columns !== undefined,
    warnings: stats.warnings,
  };
  const centre: Triple = [origin[0] - shift[0], origin[1] - shift[1], origin[2] - shift[2]];
  return { held: { cloud, info, survey, centre, order, recipe }, opened: { info, geometry } };
}

/** The same bytes; tells which share of them has come, where the size is known. */
export function counted(source: ByteSource, onShare: (share: number) => void): ByteSource {
  const { size } = source;
  if (!size) return source;
  let sentMs = -Infinity;
  const tell = (received: number): void => {
    const nowMs = performance.now();
    if (nowMs - sentMs < PROGRESS_MS) return;
    sentMs = nowMs;
    onShare(Math.min(1, received / size));
  };
  const { open } = source;
  return {
    ...source,
    ...(open && {
      open: async () => {
        const file = await open();
        let received = 0;
        return {
          ...file,
          read: async (offset: number, length: number) => {
            const bytes = await file.read(offset, length);
            tell((received += bytes.length));
            return bytes;
          },
        };
      },
    }),
    async *stream() {
      let received = 0;
      for await (const chunk of source.stream()) {
        tell((received += chunk.length));
        yield chunk;
      }
    },
  };
}
