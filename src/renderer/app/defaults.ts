/** What a window shows before anything was opened. */
import { DEFAULTS } from '../../engine/vocabulary.ts';
import { DEFAULT_SETTINGS } from '../../contracts/settings.ts';
import { NO_EDITS } from '../worker/point-acts.ts';
import type { AppState, DocumentState, ExportChoice, SelectSettings, ViewOptions } from './state.ts';

export const FIRST_VIEW: ViewOptions = Object.freeze({
  cloudVisible: true,
  cloudColoring: 'plain',
  hiddenScans: [],
  lostPointsVisible: false,
  pointSize: 'auto',
  eyeDome: true,
  meshVisible: true,
  meshColoring: 'plain',
  coloringBefore: 'plain',
  wireframe: false,
  distanceRange: 'auto',
  distanceSigned: true,
  distanceBands: false,
  tolerance: 'auto',
  measurementsVisible: true,
  orthographic: false,
});

export const EMPTY_DOCUMENT: DocumentState = Object.freeze({
  cloud: null,
  edits: NO_EDITS,
  crop: null,
  run: null,
  trim: null,
  measurements: [],
  view: FIRST_VIEW,
  options: DEFAULTS,
});

const FIRST_SELECTING: SelectSettings = Object.freeze({
  mode: 'new',
  heldMode: null,
  hiddenToo: true,
  brushRadius: 24,
});

const FIRST_EXPORT: ExportChoice = Object.freeze({
  trust: false,
  texture: 'none',
  outputUp: 'z',
  outputUnit: 'auto',
  heightRaster: 'auto',
  contours: 'auto',
  certify: false,
});

export const FIRST_STATE: AppState = Object.freeze({
  document: EMPTY_DOCUMENT,
  undo: null,
  redo: null,
  device: null,
  opening: null,
  progress: null,
  folders: null,
  batch: null,
  energies: [],
  estimates: null,
  trimmed: null,
  finishDraft: null,
  finishing: null,
  exporting: null,
  step: 'scan',
  exportFormat: 'ply',
  exportChoice: FIRST_EXPORT,
  tool: 'none',
  selecting: FIRST_SELECTING,
  found: null,
  byValue: null,
  measuring: null,
  levelPicks: [],
  scaleDraft: null,
  cut: null,
  outline: null,
  comparison: null,
  results: [],
  beside: null,
  comparing: null,
  notices: [],
  dialog: 'none',
  columns: null,
  dropping: false,
  project: { name: null, isUnsaved: false, isSaving: false, savedAt: null },
  recoveries: [],
  before: null,
  examination: null,
  scanSearch: null,
  recents: [],
  settings: DEFAULT_SETTINGS,
  platform: 'web',
});
