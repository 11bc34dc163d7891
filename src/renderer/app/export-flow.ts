/** Writing what is shown: the mesh as trimmed, or a picture of the viewport. Nothing half-written is left behind. */
import { PICTURE_ENDING } from '../../batch/output-names.ts';
import {
  endingFor,
  FORMATS,
  lengthUnitOf,
  type MeshFormat,
  notKept,
  type TerrainPart,
  withoutEnding,
} from '../../engine/vocabulary.ts';
import type {
  CutPlane,
  EngineApi,
  FinishedRun,
  Outcome,
  SaveTarget,
  WrittenFrame,
  WrittenMesh,
} from '../worker/engine-api.ts';
import { chosenTexture } from './export-texture.ts';
import type { FlowContext } from './flow-context.ts';
import { messageOf } from './message-of.ts';
import type { AppState } from './state.ts';

export async function saveMesh(context: FlowContext, format: MeshFormat): Promise<void> {
  const { engine, translate } = context.parts;
  const { cloud, run, trim } = context.state.document;
  const { exportChoice } = context.state;
  const trust = exportChoice.trust && !notKept(format).includes('trust');
  const texture = chosenTexture(context.state, format);
  if (!run || !cloud) return;
  const frame = frameChoice(context.state, format);
  const certify = exportChoice.certify && { certify: { version: context.parts.platform.versions['app'] ?? '' } };
  const asked = { format, trim, trust, ...frame, ...certify, ...(texture && { texture }) };
  const suggested = `${baseName(cloud.info.name)}-mesh.${endingFor(format)}`;
  const formatName = FORMATS[format].name;
  const filters = [{ name: `${translate('session.file.mesh')} ${formatName}`, extensions: FORMATS[format].endings }];
  await save(context, suggested, filters, async (target) => {
    context.store.set({ exporting: { name: target.name, share: 0 } });
    const outcome = await engine.write(run.id, asked, target, (share) =>
      context.store.setThrottled({ exporting: { name: target.name, share } }),
    );
    return exported(context, outcome, formatName);
  });
}

/** A unit that was chosen for another format, or before the points had one, is not asked for. */
function frameChoice({ exportChoice, document }: AppState, format: MeshFormat): WrittenFrame {
  const { outputUp, outputUnit } = exportChoice;
  const isKnown = document.run !== null && lengthUnitOf(document.run.report) !== null;
  const isOffered = outputUnit === 'as-is' || (isKnown && FORMATS[format].written.unit === null);
  return { outputUp, outputUnit: isOffered ? outputUnit : 'auto' };
}

/** The outline of the section plane. */
export async function saveDrawing(
  context: FlowContext,
  run: FinishedRun,
  plane: CutPlane,
  drawing: Parameters<EngineApi['writeCut']>[2],
): Promise<void> {
  const { engine, translate } = context.parts;
  const { format } = drawing;
  const name = `${baseName(context.state.document.cloud?.info.name ?? 'gridpull')}-section.${format}`;
  const formatName = format.toUpperCase();
  const filters = [{ name: `${translate('session.file.drawing')} ${formatName}`, extensions: [format] }];
  await save(context, name, filters, async (target) => {
    const outcome = await engine.writeCut(run.id, plane, drawing, target);
    return exported(context, outcome, formatName);
  });
}

const TERRAIN_FILES = {
  raster: { name: 'GeoTIFF', ending: 'tif', kind: 'session.file.raster' },
  dxf: { name: 'DXF', ending: 'dxf', kind: 'session.file.drawing' },
  geojson: { name: 'GeoJSON', ending: 'geojson', kind: 'session.file.drawing' },
} as const satisfies Readonly<Record<TerrainPart, object>>;

/** The heights of the mesh as it is trimmed. */
export async function saveTerrain(context: FlowContext, part: TerrainPart): Promise<void> {
  const { engine, translate } = context.parts;
  const { document, exportChoice } = context.state;
  const { cloud, run, trim } = document;
  if (!run || !cloud) return;
  const { name: format, ending, kind } = TERRAIN_FILES[part];
  const suggested = `${baseName(cloud.info.name)}-${part === 'raster' ? 'heights' : 'contours'}.${ending}`;
  const filters = [{ name: `${translate(kind)} ${format}`, extensions: [ending] }];
  const length = exportChoice[part === 'raster' ? 'heightRaster' : 'contours'];
  await save(context, suggested, filters, async (target) => {
    context.store.set({ exporting: { name: target.name, share: 0 } });
    const outcome = await engine.writeTerrain(run.id, { part, length, trim }, target);
    return exported(context, outcome, format);
  });
}

/** @param table as comma-separated values */
export async function saveMeasurements(context: FlowContext, table: string): Promise<void> {
  const { translate, formatBytes } = context.parts;
  const name = `${baseName(context.state.document.cloud?.info.name ?? 'gridpull')}-measurements.csv`;
  const filters = [{ name: `${translate('session.file.table')} CSV`, extensions: ['csv'] }];
  await save(context, name, filters, async (target) => {
    const blob = new Blob([table], { type: 'text/csv' });
    await writeBlob(target, blob);
    const message = translate('session.message.written', { bytes: formatBytes(blob.size), format: 'CSV' });
    return { message, title: 'title.exported', blob };
  });
}

/** The points as the run understood them, with their normals. */
export async function saveCloud(context: FlowContext): Promise<void> {
  const { engine, translate } = context.parts;
  const { cloud, run } = context.state.document;
  if (!run?.cleaned || !cloud) return;
  const filters = [{ name: translate('session.file.cloud'), extensions: FORMATS.ply.endings }];
  await save(context, `${baseName(cloud.info.name)}-points.ply`, filters, async (target) => {
    context.store.set({ exporting: { name: target.name, share: 0 } });
    const outcome = await engine.writeCloud(run.id, frameChoice(context.state, 'ply'), target, (share) =>
      context.store.setThrottled({ exporting: { name: target.name, share } }),
    );
    return exported(context, outcome, FORMATS.ply.name);
  });
}

export async function saveScreenshot(context: FlowContext): Promise<void> {
  const { viewport } = context;
  if (!viewport) return;
  const name = `${baseName(context.state.document.cloud?.info.name ?? 'gridpull')}.${PICTURE_ENDING}`;
  const filters = [{ name: context.parts.translate('session.file.picture'), extensions: [PICTURE_ENDING] }];
  await save(context, name, filters, async (target) => {
    const blob = await viewport.screenshot();
    await writeBlob(target, blob);
    return { message: context.parts.formatBytes(blob.size), title: 'title.screenshot', blob };
  });
}

interface Written {
  readonly title: string;
  readonly message: string;
  readonly blob?: Blob;
  readonly projection?: string;
  readonly files?: NonNullable<WrittenMesh['files']>;
}

/** What the worker wrote, in words; null where it was cancelled. @throws Error where it failed */
function exported({ parts }: FlowContext, outcome: Outcome<WrittenMesh>, format: string): Written | null {
  if (outcome.type === 'failed') throw new Error(outcome.error.message);
  if (outcome.type === 'cancelled') return null;
  const bytes = parts.formatBytes(outcome.value.bytes);
  const message = parts.translate('session.message.written', { bytes, format });
  return { message, title: 'title.exported', ...outcome.value };
}

async function save(
  context: FlowContext,
  name: string,
  filters: readonly { readonly name: string; readonly extensions: readonly string[] }[],
  write: (target: SaveTarget) => Promise<Written | null>,
): Promise<void> {
  const { platform, translate } = context.parts;
  let target: SaveTarget | null = null;
  try {
    target = await platform.chooseTarget({ name, filters });
    if (!target) return;
    context.settle('export');
    const written = await write(target);
    if (!written) return await platform.abandon(target);
    await platform.finish(target, written);
    const { reveal } = platform;
    const saved = target;
    const action = reveal && {
      label: translate('session.action.reveal'),
      perform: () =>
        void reveal(saved).catch((error: unknown) => context.notify('error', 'title.problem', messageOf(error))),
    };
    context.notify('success', written.title, written.message, action ?? undefined, { name: target.name });
  } catch (error) {
    if (target) await platform.abandon(target).catch(() => undefined);
    context.notify('error', 'title.exportFailed', messageOf(error), undefined, { name: target?.name ?? name });
  } finally {
    context.store.set({ exporting: null });
  }
}

/** Pictures are small: one piece. */
async function writeBlob(target: SaveTarget, blob: Blob): Promise<void> {
  if (target.kind === 'memory') return;
  if (target.kind === 'file') {
    const stream = await target.handle.createWritable();
    await stream.write(blob);
    return await stream.close();
  }
  const response = await fetch(`${target.url}?offset=0`, { method: 'PUT', body: await blob.arrayBuffer() });
  if (!response.ok) throw new Error(await response.text());
}

function baseName(name: string): string {
  return withoutEnding(name) || 'surface';
}
