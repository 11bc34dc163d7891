/**
 * The cloud in the scene, drawn in parts: any prefix of it is an even sample, so the core asks for the first hundred
 * thousand points while the camera moves and for the rest, range by range, when it rests. A chunk is uploaded by being
 * drawn for the first time, and at most one is in each repaint, so uploading is spread over repaints by itself.
 */
import { Box3, BufferAttribute, BufferGeometry, Group, Points, Sphere, Vector3 } from 'three';
import { ranges } from '../../../engine/vocabulary.ts';
import { isValueColoring } from '../../app/cloud-colorings.ts';
import type { ViewOptions } from '../../app/state.ts';
import { SCAN_CYCLE } from '../../worker/byte-scale.ts';
import type { CloudGeometry, PointMarks } from '../../worker/engine-api.ts';
import { CHUNK_POINTS, partOf, type PointRange } from './cloud-chunks.ts';
import { CloudMaterial } from './cloud-material.ts';
import { measureCloud, type CloudStatistics } from './cloud-statistics.ts';
import type { Theme, ViewportContext } from '../viewport-context.ts';

interface Chunk {
  readonly range: PointRange;
  readonly points: Points<BufferGeometry, CloudMaterial>;
  uploaded: boolean;
}

export class CloudLayer {
  /** Scene space, without a transform. */
  readonly object = new Group();
  readonly #context: ViewportContext;
  readonly #material: CloudMaterial;
  #geometry: CloudGeometry | null = null;
  #statistics: CloudStatistics | null = null;
  #chunks: readonly Chunk[] = [];
  /** Of the attribute that the chunks' buffers hold, if any. */
  #bytes: Uint8Array<ArrayBuffer> | null = null;
  /** Whether the chunks' buffers hold the scans, too: they do as soon as one of them was hidden. */
  #hasScanBytes = false;
  #view: ViewOptions | null = null;
  #marks: PointMarks = null;

  constructor(context: ViewportContext) {
    this.#context = context;
    this.#material = new CloudMaterial(context.clip);
    // Nothing to see, but there from the start, so that the material's program is.
    const none = new Points(new BufferGeometry(), this.#material);
    none.visible = false;
    this.object.add(none);
  }

  /** Points of the geometry, shown or not. */
  get count(): number {
    return this.#geometry ? this.#geometry.positions.length / 3 : 0;
  }

  /** Points to draw for a full picture. */
  get shownCount(): number {
    return this.#view?.cloudVisible === false ? 0 : this.count;
  }

  get statistics(): CloudStatistics | null {
    return this.#statistics;
  }

  /** True where normals are asked for and the file has none: then the picture makes them from its depth. */
  get wantsDepthNormals(): boolean {
    return this.shownCount > 0 && this.#view?.cloudColoring === 'normal' && !this.#geometry?.normals;
  }

  setGeometry(geometry: CloudGeometry | null): void {
    if (geometry === this.#geometry) return;
    this.#disposeChunks();
    this.#geometry = geometry;
    this.#statistics = geometry && geometry.positions.length > 0 ? measureCloud(geometry.positions, geometry) : null;
    if (geometry && this.#statistics) {
      const sphere = new Box3(new Vector3(...geometry.min), new Vector3(...geometry.max)).getBoundingSphere(
        new Sphere(),
      );
      this.#chunks = Array.from(ranges(this.count, CHUNK_POINTS), (range) => this.#makeChunk(geometry, range, sphere));
      this.#material.setHeights(this.#statistics.core.min[2], this.#statistics.core.max[2]);
    }
    this.#applyColoring();
    this.#applyHiddenScans();
    this.#applyMarks();
    this.#context.requestDraw();
  }

  setView(view: ViewOptions): void {
    const before = this.#view;
    this.#view = view;
    this.#applyColoring();
    if (before?.hiddenScans !== view.hiddenScans) this.#applyHiddenScans();
    const same =
      before?.cloudVisible === view.cloudVisible &&
      before.cloudColoring === view.cloudColoring &&
      before.hiddenScans === view.hiddenScans &&
      before.pointSize === view.pointSize;
    if (!same) this.#context.requestDraw();
  }

  /** Which points are selected or removed; of another number of points than the cloud has they are of none of its. */
  setMarks(marks: PointMarks): void {
    if (marks === this.#marks) return;
    this.#marks = marks;
    this.#applyMarks();
    this.#context.requestDraw();
  }

  setTheme(theme: Theme): void {
    this.#material.setTheme(theme);
    this.#context.requestDraw();
  }

  /**
   * Makes the next drawing hold the points of `range`, or fewer: it ends with the first chunk that has to be uploaded.
   * `sampled` is how many points the picture will hold in the end; `heightPixels` its height. Returns what is in.
   */
  show(range: PointRange, sampled: number, heightPixels: number): { readonly end: number; readonly uploads: boolean } {
    let end = range.first;
    let uploads = false;
    for (const chunk of this.#chunks) {
      const part = partOf(chunk.range, uploads ? { first: 0, end: 0 } : range);
      chunk.points.visible = part.end > part.first;
      if (!chunk.points.visible) continue;
      chunk.points.geometry.setDrawRange(part.first, part.end - part.first);
      end = chunk.range.first + part.end;
      uploads = !chunk.uploaded;
      chunk.uploaded = true;
    }
    const growth = Math.sqrt(this.count / Math.max(1, sampled));
    this.#material.setSpots(
      this.#view?.pointSize ?? 'auto',
      this.#statistics?.spacing ?? 0,
      growth,
      heightPixels,
      this.#context.pixelRatio,
    );
    return { end, uploads };
  }

  /** Scene space, of what is shown; null where nothing is. */
  bounds(): Box3 | null {
    if (!this.#geometry || this.shownCount === 0) return null;
    return new Box3(new Vector3(...this.#geometry.min), new Vector3(...this.#geometry.max));
  }

  /** The context is a new one: everything is uploaded again as it is drawn. */
  forgetUploads(): void {
    for (const chunk of this.#chunks) chunk.uploaded = false;
  }

  dispose(): void {
    this.#disposeChunks();
    this.#material.dispose();
  }

  /** Views into the geometry's arrays: no copy, and there to upload again after a lost context. */
  #makeChunk(geometry: CloudGeometry, range: PointRange, sphere: Sphere): Chunk {
    const { first, end } = range;
    const buffers = new BufferGeometry();
    buffers.setAttribute('position', new BufferAttribute(geometry.positions.subarray(3 * first, 3 * end), 3));
    if (geometry.colors) {
      buffers.setAttribute('pointColor', new BufferAttribute(geometry.colors.subarray(4 * first, 4 * end), 4, true));
    }
    if (geometry.normals) {
      buffers.setAttribute('pointNormal', new BufferAttribute(geometry.normals.subarray(4 * first, 4 * end), 4, true));
    }
    // Known from the geometry; three would walk through all points for it.
    buffers.boundingSphere = sphere;
    const points = new Points(buffers, this.#material);
    points.frustumCulled = false;
    points.matrixAutoUpdate = false;
    points.visible = false;
    this.object.add(points);
    return { range, points, uploaded: false };
  }

  /** Colours that the file does not have are drawn plain. */
  #applyColoring(): void {
    const wanted = this.#view?.cloudColoring ?? 'plain';
    const bytes = isValueColoring(wanted) ? this.#geometry?.[wanted] : undefined;
    const missing =
      (wanted === 'file' && !this.#geometry?.colors) ||
      (wanted === 'normal' && !this.#geometry?.normals) ||
      (isValueColoring(wanted) && !bytes);
    if (bytes) this.#setBytes(bytes);
    this.#material.setColoring(missing ? 'plain' : wanted);
  }

  /**
   * Graphics memory holds the bytes of one attribute at a time, in the same buffers one after the other. They are
   * uploaded chunk by chunk again, as after a lost context.
   */
  #setBytes(bytes: Uint8Array<ArrayBuffer>): void {
    if (bytes === this.#bytes) return;
    this.#bytes = bytes;
    this.#putBytes('pointByte', bytes);
  }

  #putBytes(name: 'pointByte' | 'pointMark', bytes: Uint8Array<ArrayBuffer>): void {
    for (const chunk of this.#chunks) {
      const part = bytes.subarray(chunk.range.first, chunk.range.end);
      const { geometry } = chunk.points;
      const known = geometry.getAttribute(name) as BufferAttribute | undefined;
      if (known) {
        known.array = part;
        known.needsUpdate = true;
      } else geometry.setAttribute(name, new BufferAttribute(part, 1));
      chunk.uploaded = false;
    }
  }

  /** A cloud that is being read is drawn before its marks are of it. */
  #applyMarks(): void {
    const marks = this.#marks?.length === this.count ? this.#marks : null;
    if (marks) this.#putBytes('pointMark', marks);
    this.#material.setMarked(marks !== null);
  }

  #applyHiddenScans(): void {
    const bytes = this.#geometry?.scan;
    const hidden = (bytes && this.#view?.hiddenScans) ?? [];
    this.#material.setHiddenScans(hidden.map((scan) => scan % SCAN_CYCLE));
    if (!bytes || hidden.length === 0 || this.#hasScanBytes) return;
    this.#hasScanBytes = true;
    for (const { range, points } of this.#chunks) {
      points.geometry.setAttribute('pointScan', new BufferAttribute(bytes.subarray(range.first, range.end), 1));
    }
    this.forgetUploads();
  }

  #disposeChunks(): void {
    for (const chunk of this.#chunks) {
      this.object.remove(chunk.points);
      chunk.points.geometry.dispose();
    }
    this.#chunks = [];
    this.#bytes = null;
    this.#hasScanBytes = false;
  }
}
