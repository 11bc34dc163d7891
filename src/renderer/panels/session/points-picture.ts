/** `<gp-points-picture>`: some points as a small picture, from above at an angle, as much of it as they are. */
import { css, html, LitElement } from 'lit';
import { base } from '../../styles/shared.ts';

/** CSS pixels; spots are never finer than a pixel of the screen. */
const SIZES = {
  full: { width: 176, height: 184, margin: 12, spot: 1.25 },
  small: { width: 72, height: 54, margin: 3, spot: 0.9 },
} as const;
type Size = (typeof SIZES)[keyof typeof SIZES];
/** The corner that is looked at from: turned about the z axis, then tilted. */
const [TURN, TILT] = [Math.PI / 5, Math.PI / 5];

export interface PictureSample {
  readonly positions: Float32Array;
  readonly colors?: Uint8Array;
}

export class PointsPicture extends LitElement {
  static override properties = { sample: { attribute: false }, label: {}, small: { type: Boolean, reflect: true } };
  static override styles = [
    base,
    css`
      canvas {
        display: block;
        width: ${SIZES.full.width}px;
        height: ${SIZES.full.height}px;
      }
      :host([small]) canvas {
        width: ${SIZES.small.width}px;
        height: ${SIZES.small.height}px;
      }
    `,
  ];
  declare sample: PictureSample | null;
  /** Left out where what it stands in says it. */
  declare label: string;
  /** The size of a button. */
  declare small: boolean;

  constructor() {
    super();
    this.sample = null;
    this.label = '';
    this.small = false;
  }

  protected override render() {
    return this.label
      ? html`<canvas role="img" aria-label=${this.label}></canvas>`
      : html`<canvas aria-hidden="true"></canvas>`;
  }

  protected override updated(): void {
    const canvas = this.renderRoot.querySelector('canvas');
    const context = canvas?.getContext('2d');
    if (!canvas || !context) return;
    const ratio = devicePixelRatio;
    const size = SIZES[this.small ? 'small' : 'full'];
    canvas.width = Math.round(size.width * ratio);
    canvas.height = Math.round(size.height * ratio);
    if (this.sample) draw(context, this.sample, getComputedStyle(this).color, { ...size, ratio });
  }
}

/** Far points first, so that near ones cover them. */
function draw(
  context: CanvasRenderingContext2D,
  { positions, colors }: PictureSample,
  plain: string,
  { width, height, margin, spot: diameter, ratio }: Size & { readonly ratio: number },
): void {
  const count = positions.length / 3;
  const [across, up, depth] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
  const bounds = { left: Infinity, right: -Infinity, bottom: Infinity, top: -Infinity };
  for (let i = 0; i < count; i++) {
    const [x, y, z] = [positions[3 * i]!, positions[3 * i + 1]!, positions[3 * i + 2]!];
    const back = x * Math.sin(TURN) + y * Math.cos(TURN);
    across[i] = x * Math.cos(TURN) - y * Math.sin(TURN);
    up[i] = z * Math.cos(TILT) + back * Math.sin(TILT);
    depth[i] = back * Math.cos(TILT) - z * Math.sin(TILT);
    bounds.left = Math.min(bounds.left, across[i]!);
    bounds.right = Math.max(bounds.right, across[i]!);
    bounds.bottom = Math.min(bounds.bottom, up[i]!);
    bounds.top = Math.max(bounds.top, up[i]!);
  }
  const [spanAcross, spanUp] = [bounds.right - bounds.left, bounds.top - bounds.bottom];
  const size = Math.max(spanAcross / (width - 2 * margin), spanUp / (height - 2 * margin));
  const scale = size > 0 ? 1 / size : 0;
  const middle = { across: (bounds.left + bounds.right) / 2, up: (bounds.bottom + bounds.top) / 2 };
  const order = Uint32Array.from({ length: count }, (_, i) => i).sort((a, b) => depth[b]! - depth[a]!);
  const spot = Math.max(1, diameter * ratio);
  context.fillStyle = plain;
  for (const i of order) {
    if (colors) context.fillStyle = `rgb(${colors[3 * i]}, ${colors[3 * i + 1]}, ${colors[3 * i + 2]})`;
    const left = ratio * (width / 2 + scale * (across[i]! - middle.across));
    const top = ratio * (height / 2 - scale * (up[i]! - middle.up));
    context.fillRect(left - spot / 2, top - spot / 2, spot, spot);
  }
}

customElements.define('gp-points-picture', PointsPicture);
