/** Straight lines of constant width on the screen, for the tools. WebGL's own lines are one hard pixel wide. */
import type { Vector3Like } from 'three';
import { LineMaterial } from 'three/addons/lines/LineMaterial.js';
import { LineSegments2 } from 'three/addons/lines/LineSegments2.js';
import { LineSegmentsGeometry } from 'three/addons/lines/LineSegmentsGeometry.js';

export interface LineLook {
  /** CSS pixels. */
  readonly width: number;
  /** Whether the scene hides what is behind it. */
  readonly depthTest: boolean;
  readonly renderOrder: number;
}

export interface Lines {
  readonly object: LineSegments2;
  /** Ends of one line. */
  set(index: number, from: Vector3Like, to: Vector3Like): void;
  /** sRGB 0xrrggbb, 0…1. */
  setColor(color: number, opacity: number): void;
  setPixelRatio(ratio: number): void;
  dispose(): void;
}

export function createLines(count: number, look: LineLook): Lines {
  const ends = new Float32Array(6 * count);
  const geometry = new LineSegmentsGeometry().setPositions(ends);
  const start = geometry.getAttribute('instanceStart');
  const material = new LineMaterial({
    linewidth: look.width,
    transparent: true,
    depthTest: look.depthTest,
    depthWrite: false,
  });
  const object = new LineSegments2(geometry, material);
  object.frustumCulled = false;
  object.renderOrder = look.renderOrder;
  return {
    object,
    set: (index, from, to) => {
      // The attributes of a line's start and of its end are views of one array.
      if (!('data' in start)) return;
      start.data.array.set([from.x, from.y, from.z, to.x, to.y, to.z], 6 * index);
      start.data.needsUpdate = true;
    },
    setColor: (color, opacity) => {
      material.color.setHex(color);
      material.opacity = opacity;
    },
    // The renderer's own pixels are the device's.
    setPixelRatio: (ratio) => void (material.linewidth = look.width * ratio),
    dispose: () => {
      geometry.dispose();
      material.dispose();
    },
  };
}
