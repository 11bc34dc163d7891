/** Which of a machine's adapters the window takes. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { openBrowserDevice } from '../../../src/renderer/worker/browser-device.ts';

/** As a browser answers on a laptop with a frugal card and a fast one, whose names begin alike. */
function machine(fast: string | null, frugal: string | null, software: string | null): unknown {
  const adapterOf = (description: string | null) =>
    description && {
      info: { vendor: '', architecture: '', description },
      limits: {},
      features: new Set(),
      requestDevice: () => Promise.resolve({ description }),
    };
  return {
    requestAdapter: ({ powerPreference, forceFallbackAdapter }: GPURequestAdapterOptions = {}) =>
      Promise.resolve(adapterOf(forceFallbackAdapter ? software : powerPreference === 'low-power' ? frugal : fast)),
  };
}

describe('the window', () => {
  beforeEach(() => vi.stubGlobal('navigator', { gpu: machine('ACME 9 Max', 'ACME 9', 'SwiftShader') }));

  it.each([
    ['the fast one without a choice', false, undefined, 'ACME 9 Max', false],
    ['the frugal one where it is chosen', false, 'ACME 9', 'ACME 9', false],
    ['the fast one where what was chosen is gone', false, 'Dock X1', 'ACME 9 Max', false],
    ['the processor where that is asked for, whatever is chosen', true, 'ACME 9', 'SwiftShader', true],
  ])('takes %s', async (_, software, adapter, label, isSoftware) => {
    expect(await openBrowserDevice(software, adapter)).toMatchObject({ label, software: isSoftware });
  });

  it('takes the processor where there is no card at all', async () => {
    vi.stubGlobal('navigator', { gpu: machine(null, null, 'SwiftShader') });
    expect(await openBrowserDevice(false, 'ACME 9')).toMatchObject({ label: 'SwiftShader', software: true });
  });
});
