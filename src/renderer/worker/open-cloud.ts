/** Turns a file into a cloud that can be drawn and reconstructed, with the points shown while they come. */
import { type ByteSource, type CloudSurvey, type PointCloud, readCloud, surveyCloud } from '../../engine/index.ts';
import type { AttributeName, Triple } from '../../engine/vocabulary.ts';
import { cloudGeometry, sampleGeometry } from './cloud-geometry.ts';
import type { CloudInfo, FileRef, OpenedCloud, OpenEvent } from './engine-api.ts';
import { fileSource } from './file-source.ts';
import { Latest } from './latest.ts';
import { numberedScans } from './numbered-scans.ts';

/** What the worker keeps of a cloud. */
export interface HeldCloud {
  readonly cloud: PointCloud;
  readonly info: CloudInfo;
  /** What estimates go by. */
  readonly survey: CloudSurvey;
  /** Scene space's origin in the cloud's local space. */
  readonly centre: Triple;
}

export type Sink<E> = (event: E) => void | Promise<void>;

/** Progress that changes less often than this is progress nobody sees. */
const PROGRESS_MS = 50;
/** What follows the last byte: ten million points take half a second for their geometry and two for the survey. */
const READ_SHARE = 0.6;
const GEOMETRY_SHARE = 0.7;

/** Rejects like `readCloud`, or with the signal's reason. */
export async function openCloud(
  id: number,
  file: FileRef,
  sink: Sink<OpenEvent>,
  signal: AbortSignal,
): Promise<{ readonly held: HeldCloud; readonly opened: OpenedCloud }> {
  const context = { signal, onEvent: () => undefined };
  const send = async (event: OpenEvent): Promise<void> => (signal.aborted ? undefined : sink(event));
  const samples = new Latest<Parameters<typeof sampleGeometry>[0]>((sample) =>
    send({ type: 'points', ...sampleGeometry(sample) }),
  );
  const shares = new Latest((share: number) => send({ type: 'progress', share }));
  try {
    const source = counted(fileSource(file, signal), (share) => shares.push(READ_SHARE * share));
    const cloud = await readCloud(source, context, { onPoints: (sample) => samples.push(sample) });
    const { geometry, values, origin } = await cloudGeometry(cloud, signal);
    shares.push(GEOMETRY_SHARE);
    const survey = await surveyCloud(cloud, context);
    const { stats, shift, crs } = cloud;
    const info: CloudInfo = {
      id,
      name: file.name,
      fileBytes: file.size,
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
      crs: crs ? { ...(crs.epsg && { epsg: crs.epsg }), ...(crs.name && { name: crs.name }) } : null,
      spacing: survey.spacing,
      warnings: stats.warnings,
    };
    const centre: Triple = [origin[0] - shift[0], origin[1] - shift[1], origin[2] - shift[2]];
    return { held: { cloud, info, survey, centre }, opened: { info, geometry } };
  } finally {
    samples.close();
    shares.close();
  }
}

/** The same bytes; tells which share of them has come, where the size is known. */
function counted(source: ByteSource, onShare: (share: number) => void): ByteSource {
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
