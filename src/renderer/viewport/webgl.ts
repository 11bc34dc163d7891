/** The WebGL context of the viewport, and whether a graphics card is behind it. */
import { WebGLRenderer } from 'three';

/** Names by which renderers on the processor go: Chromium's, Mesa's, Windows'. */
const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render/i;

export interface RendererChoice {
  readonly renderer: WebGLRenderer;
  /** Drawn by the processor: four samples a pixel would cost four times the time. */
  readonly software: boolean;
}

/** Throws where the browser has no WebGL 2. The canvas is the renderer's `domElement`. */
export function createRenderer(): RendererChoice {
  const software = SOFTWARE.test(rendererName());
  const renderer = new WebGLRenderer({ antialias: !software, alpha: false, powerPreference: 'high-performance' });
  // Sizes are set in device pixels, see `canvas-size.ts`.
  renderer.setPixelRatio(1);
  return { renderer, software };
}

/** The name comes from a context made for asking: samples are chosen when the real one is made. */
function rendererName(): string {
  const gl = document.createElement('canvas').getContext('webgl2');
  if (!gl) return '';
  const info = gl.getExtension('WEBGL_debug_renderer_info');
  const name: unknown = gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER);
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return typeof name === 'string' ? name : '';
}
