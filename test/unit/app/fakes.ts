/** An engine, a platform and a viewport that only remember what they were told. */
import { App } from '../../../src/renderer/app/app.ts';
import { EMPTY_JOB } from '../../../src/batch/job.ts';
import type { BatchEvent, BatchSummary } from '../../../src/batch/events.ts';
import type {
  BatchPlan,
  BatchRequest,
  CloudInfo,
  ColumnsPreview,
  ComparedMesh,
  CutOutline,
  PlacedCloud,
  EngineApi,
  ExaminedDevice,
  FileRef,
  FinishedRun,
  FolderRef,
  ReconstructEvent,
  MeshGeometry,
  OpenedCloud,
  OpenEvent,
  LeftOut,
  OpenRequest,
  PointActOutcome,
  FoundScan,
  OpenedProject,
  ProjectRequest,
  ProjectText,
  Outcome,
} from '../../../src/renderer/worker/engine-api.ts';
import type { Folders, Platform, PlatformListener } from '../../../src/renderer/platform/platform.ts';
import type { ViewportApi } from '../../../src/renderer/viewport/viewport-api.ts';
import { DEFAULTS } from '../../../src/engine/options.ts';
import { DEFAULT_SETTINGS } from '../../../src/contracts/settings.ts';

export const file = (name: string): FileRef => ({ kind: 'url', name, size: 3, url: `/_file/${name}` });

export const folder = (name: string): FolderRef => ({ kind: 'url', name, url: `/_folder/${name}/` });

export function cloud(
  id: number,
  name: string,
  colored = false,
  attributes: CloudInfo['attributes'] = [],
): OpenedCloud {
  return {
    info: {
      id,
      name,
      fileCount: 1,
      fileBytes: 3,
      pointsInFile: 1,
      dropped: 0,
      shift: [0, 0, 0],
      origin: [0, 0, 0],
      min: [0, 0, 0],
      max: [1, 1, 1],
      hasColors: colored,
      hasNormals: false,
      attributes,
      values: {},
      scans: [],
      placement: null,
      crs: null,
      spacing: 0.1,
      hasColumns: false,
      warnings: [],
    },
    geometry: { positions: new Float32Array(3), min: [0, 0, 0], max: [1, 1, 1] },
  };
}

export const mesh = (): MeshGeometry => ({
  positions: new Float32Array(9),
  indices: new Uint32Array(3),
  normals: new Float32Array(9),
});

export function finished(id: number, cloudId: number): FinishedRun {
  return {
    id,
    cloudId,
    leftOut: { removed: null, crop: null },
    options: DEFAULTS,
    geometry: mesh(),
    report: { warnings: [], topology: { triangles: 1 } } as unknown as FinishedRun['report'],
    fit: {
      mean: 0,
      median: 0,
      percentile95: 0,
      max: 0,
      lost: { count: 0, beyond: 1, bounds: null },
      sampleCount: 1,
    },
    distancePercentiles: [],
    pointDistances: new Float32Array(0),
    lostPoints: new Float32Array(0),
    cleaned: null,
    stoppedEarly: false,
  };
}

/** A call of the engine that the test answers when it likes. */
class Pending<T, E = never> {
  resolve!: (outcome: Outcome<T>) => void;
  emit!: (event: E) => void;
  wait(sink?: (event: E) => void): Promise<Outcome<T>> {
    if (sink) this.emit = sink;
    return new Promise((resolve) => (this.resolve = resolve));
  }
}

export function makeApp({ hasFolders = true } = {}) {
  const told: string[] = [];
  const run = new Pending<FinishedRun, ReconstructEvent>();
  const finishing = new Pending<FinishedRun, number>();
  const comparing = new Pending<ComparedMesh, number>();
  const examining = new Pending<ExaminedDevice, number>();
  const batch = new Pending<BatchSummary, BatchEvent>();
  const requests: BatchRequest[] = [];
  /** What the next listings answer. */
  const plan: { value: Outcome<BatchPlan> } = { value: { type: 'done', value: { items: [], earlier: [] } } };
  const result = new Pending<{ opened: OpenedCloud; run: FinishedRun }>();
  const projects: ProjectRequest[] = [];
  const described = new Pending<ProjectText>();
  const project = new Pending<OpenedProject>();
  /** Which of the files that are offered the scans are. */
  const scans = {
    find: (offered: readonly (FileRef | null)[]): Outcome<readonly FoundScan[]> => ({
      type: 'done',
      value: offered.map((file) => {
        const about = { name: file?.name ?? 'a.ply', bytes: 3 };
        return file ? { ...about, state: 'same', file } : { ...about, state: 'missing', file };
      }),
    }),
  };
  const opens: OpenRequest[] = [];
  const leftOuts: LeftOut[] = [];
  /** What is answered next. */
  const chosen: { value: readonly FileRef[] | null } = { value: null };
  const kept: { value: Outcome<OpenedCloud> } = { value: { type: 'cancelled' } };
  const placed: { value: Outcome<PlacedCloud> } = { value: { type: 'cancelled' } };
  const cut: { value: Outcome<CutOutline> } = { value: { type: 'cancelled' } };
  const edited: { value: Outcome<PointActOutcome> } = { value: { type: 'cancelled' } };
  const preview: { value: Outcome<ColumnsPreview | null> } = { value: { type: 'done', value: null } };
  const opened = new Map<string, (outcome: Outcome<OpenedCloud>) => void>();
  const opening = new Map<string, (event: OpenEvent) => void>();
  const done = <T>(value: T): Promise<Outcome<T>> => Promise.resolve({ type: 'done', value });
  const note =
    (name: string) =>
    (...args: unknown[]): void =>
      void told.push(`${name}${args.length > 0 ? ` ${JSON.stringify(args)}` : ''}`);
  const engine: EngineApi = {
    start: () => done({ label: 'test', software: true, cards: [] }),
    examine: (system, onTrying) => {
      note('examine')(system);
      return examining.wait(onTrying);
    },
    open: (request, sink) => {
      const { name } = request.files[0]!;
      opens.push(request);
      opening.set(name, sink);
      return new Promise((resolve) => opened.set(name, resolve));
    },
    keepPoints: (...args) => {
      note('keepPoints')(...args);
      return Promise.resolve(kept.value);
    },
    previewColumns: (ref, columns) => {
      note('previewColumns')(ref.name, ...(columns ? [columns] : []));
      return Promise.resolve(preview.value);
    },
    estimate: () => Promise.resolve({ type: 'cancelled' }),
    place: (...args) => {
      note('place')(...args);
      return Promise.resolve(placed.value);
    },
    cut: (...args) => {
      note('cut')(...args);
      return Promise.resolve(cut.value);
    },
    compare: (runId, ref, sink) => {
      note('compare')(runId, ref.name);
      return comparing.wait(sink);
    },
    writeCut: (...args) => {
      note('writeCut')(...args.slice(0, 3));
      return done({ bytes: 7 });
    },
    writeTerrain: (...args) => {
      note('writeTerrain')(...args.slice(0, 2));
      return done({ bytes: 9 });
    },
    editPoints: (request) => {
      note('editPoints')(request.act.act);
      return Promise.resolve(edited.value);
    },
    findPoints: () => Promise.resolve({ type: 'cancelled' }),
    valueHistogram: () => done({ low: 1, high: 3, counts: [2, 1] }),
    markPoints: (...args) => {
      note('markPoints')(...args);
      return done(null);
    },
    reconstruct: (_id, _options, leftOut, sink) => {
      leftOuts.push(leftOut);
      return run.wait(sink);
    },
    cancel: note('cancel'),
    pause: note('pause'),
    resume: note('resume'),
    stop: note('stop'),
    measureTrimmed: () => Promise.resolve({ type: 'cancelled' }),
    finish: (runId, choice, trim, sink) => {
      note('finishMesh')(runId, choice, trim);
      return finishing.wait(sink);
    },
    readJob: (text) =>
      text === 'bad'
        ? Promise.resolve({ type: 'failed', error: { code: 'internal', message: 'line 1 is no job' } })
        : done({ ...EMPTY_JOB, options: { resolution: 128 } }),
    planBatch: (...args) => {
      note('plan')(args[1]?.name ?? null, args[2].input.include);
      return Promise.resolve(plan.value);
    },
    batch: (request, sink) => {
      requests.push(request);
      return batch.wait(sink);
    },
    openResult: (cloudRef, meshRef) => {
      note('openResult')(cloudRef, meshRef);
      return result.wait();
    },
    write: (_id, _options, _target) => done({ bytes: 12 }),
    writeCloud: (runId) => {
      note('writeCloud')(runId);
      return done({ bytes: 12 });
    },
    describeProject: (request) => {
      projects.push(request);
      return described.wait();
    },
    findScans: (_text, _name, offered) => Promise.resolve(scans.find(offered)),
    openProject: (_text, name, files) => {
      note('openProject')(
        name,
        files.map((file) => file.name),
      );
      return project.wait();
    },
    release: note('release'),
    speeds: () => Promise.resolve({ test: 5 }),
    loseDevice: note('loseDevice'),
  };
  let listener: PlatformListener | undefined;
  const folders: Folders = {
    choose: (purpose) => Promise.resolve(folder(`${purpose} chosen`)),
    dropped: () => Promise.resolve(null),
    defaultOutput: () => Promise.resolve(folder('meshes')),
    between: () => Promise.resolve('..'),
    reveal: async (output) => note('reveal')(output.name),
    openReport: async (output) => note('report')(output.name),
  };
  const shares: (number | null)[] = [];
  const platform: Platform = {
    kind: 'web',
    hasMenu: false,
    isMac: false,
    versions: { app: '1.2.3' },
    listen: (given) => (listener = given),
    chooseFiles: () => Promise.resolve(chosen.value),
    chooseMesh: () => Promise.resolve(chosen.value?.[0] ?? null),
    dropped: () => Promise.resolve(null),
    sample: (name) => Promise.resolve(file(name)),
    recent: () => Promise.reject(new Error('gone.ply is not there any more.')),
    recents: () => Promise.resolve([]),
    projects: {
      scansOf: () => Promise.resolve([file('a.ply')]),
      placeOf: () => null,
      save: async (place, text) => note('saveProject')(place.name, text),
      setPicture: async () => undefined,
      recoveries: () => Promise.resolve([]),
      restore: () => Promise.resolve({ text: '{}', scans: [file('a.ply')], place: null }),
      keep: async ({ name, text }) => note('keep')(name, text),
      drop: async (id) => note('drop')(id),
      setUnsaved: (isUnsaved) => note('unsaved')(isUnsaved),
      closeWindow: () => note('closeWindow')(),
    },
    folders: hasFolders ? folders : null,
    chooseTarget: ({ name }) => Promise.resolve({ kind: 'memory', name }),
    finish: async () => note('finish')(),
    abandon: async () => note('abandon')(),
    reveal: null,
    readSettings: () => Promise.resolve(DEFAULT_SETTINGS),
    writeSettings: async () => undefined,
    setMenu: () => undefined,
    setProgress: (share) => void shares.push(share),
    log: () => undefined,
  };
  const shown = {
    cloud: null as unknown,
    mesh: null as unknown,
    trim: null as number | null,
    view: null as unknown,
    marks: null as unknown,
    crop: null as unknown,
  };
  const viewport = {
    setCloud: (geometry: unknown) => (shown.cloud = geometry),
    setMesh: (geometry: unknown) => (shown.mesh = geometry),
    setLostPoints: () => undefined,
    setView: (view: unknown) => (shown.view = view),
    setTrim: (trim: number | null) => (shown.trim = trim),
    setTool: () => undefined,
    setCut: () => undefined,
    setCrop: (crop: unknown) => (shown.crop = crop),
    setMarks: (marks: unknown) => (shown.marks = marks),
    setMeasurements: () => undefined,
    setBrush: () => undefined,
    setUnit: () => undefined,
    pose: () => ({ eye: [0, 0, 1], target: [0, 0, 0], height: 1 }),
    setPose: () => undefined,
    bounds: () => ({ min: [0, 0, 0], max: [1, 1, 1] }),
  } as unknown as ViewportApi;
  const app = new App({
    engine,
    platform,
    settings: DEFAULT_SETTINGS,
    translate: (key, values) => `${key}${values?.['name'] ? ` ${values['name']}` : ''}`,
    formatBytes: (bytes) => `${bytes} B`,
    giveToField: () => false,
  });
  app.attach(viewport);
  /** Opens a cloud and lets the engine read it. */
  const open = async (opening: OpenedCloud): Promise<void> => {
    const { name } = opening.info;
    const ending = app.open([file(name)]);
    opened.get(name)!({ type: 'done', value: opening });
    await ending;
  };
  return {
    app,
    placed,
    cut,
    engine,
    told,
    run,
    finishing,
    comparing,
    examining,
    batch,
    requests,
    plan,
    result,
    shares,
    opened,
    opening,
    opens,
    projects,
    described,
    project,
    scans,
    leftOuts,
    kept,
    edited,
    chosen,
    preview,
    shown,
    open,
    listener: () => listener!,
  };
}

/** Lets everything that is ready happen. */
export const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
