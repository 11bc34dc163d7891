/** The outline of the section plane, over the picture: it lies on the cut, so what is behind it hides none of it. */
import { Group } from 'three';
import { LineMaterial } from 'three/addons/lines/LineMaterial.js';
import { LineSegments2 } from 'three/addons/lines/LineSegments2.js';
import { LineSegmentsGeometry } from 'three/addons/lines/LineSegmentsGeometry.js';
import type { Overlay, Theme, ViewportContext } from '../viewport-context.ts';

/** sRGB. No colour of anything else, in sight on both grounds. */
const COLORS: Readonly<Record<Theme, number>> = { light: 0xbe1f5c, dark: 0xff6ba3 };
/** CSS pixels. */
const WIDTH = 2.5;

export class CutOutline implements Overlay {
  readonly object = new Group();
  readonly #context: ViewportContext;
  readonly #material = new LineMaterial({ linewidth: WIDTH, transparent: true, depthTest: false, depthWrite: false });
  #lines: Float32Array | null = null;

  constructor(context: ViewportContext) {
    this.#context = context;
  }

  /** [6 × pieces] scene space. */
  setLines(lines: Float32Array | null): void {
    if (lines === this.#lines) return;
    this.#lines = lines;
    this.#clear();
    if (lines && lines.length > 0) {
      const object = new LineSegments2(new LineSegmentsGeometry().setPositions(lines), this.#material);
      object.frustumCulled = false;
      object.renderOrder = 15;
      this.object.add(object);
    }
    this.#context.requestOverlay();
  }

  beforeDraw(): void {
    this.#material.linewidth = WIDTH * this.#context.pixelRatio;
  }

  setTheme(theme: Theme): void {
    this.#material.color.setHex(COLORS[theme]);
    this.#context.requestOverlay();
  }

  dispose(): void {
    this.#clear();
    this.#material.dispose();
  }

  #clear(): void {
    for (const child of this.object.children) if (child instanceof LineSegments2) child.geometry.dispose();
    this.object.clear();
  }
}
