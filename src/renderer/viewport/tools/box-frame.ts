/** The frame of a crop box: its centre the origin, its sides along the axes. */
import { Vector3 } from 'three';
import type { CropBox, Triple } from '../../../engine/vocabulary.ts';
import type { Box } from '../viewport-context.ts';

export class BoxFrame {
  /** The box in its own frame. */
  readonly box: Box;
  readonly #crop: CropBox;
  readonly #cosine: number;
  readonly #sine: number;

  constructor(crop: CropBox) {
    const [x, y, z] = crop.size;
    this.#crop = crop;
    this.box = { min: [-x / 2, -y / 2, -z / 2], max: [x / 2, y / 2, z / 2] };
    const radians = (crop.turn * Math.PI) / 180;
    this.#cosine = Math.cos(radians);
    this.#sine = Math.sin(radians);
  }

  toScene([x, y, z]: Triple): Vector3 {
    const [cosine, sine] = [this.#cosine, this.#sine];
    return new Vector3(cosine * x - sine * y, sine * x + cosine * y, z).add(new Vector3(...this.#crop.centre));
  }

  place(scene: Vector3): Triple {
    return this.direction(scene.clone().sub(new Vector3(...this.#crop.centre)));
  }

  /** A direction of the scene along the box's axes. */
  direction({ x, y, z }: Vector3): Triple {
    const [cosine, sine] = [this.#cosine, this.#sine];
    return [cosine * x + sine * y, cosine * y - sine * x, z];
  }

  /** What a box of this frame is in the scene: its centre goes along, its turn stays. */
  cropBox({ min, max }: Box): CropBox {
    const middle: Triple = [(min[0] + max[0]) / 2, (min[1] + max[1]) / 2, (min[2] + max[2]) / 2];
    return {
      centre: this.toScene(middle).toArray(),
      size: [max[0] - min[0], max[1] - min[1], max[2] - min[2]],
      turn: this.#crop.turn,
    };
  }
}
