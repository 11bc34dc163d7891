/** Resolves the module "electron" to the stand-in, for all that the built main imports. */
import { registerHooks } from 'node:module';

registerHooks({
  resolve(specifier, context, next) {
    if (specifier !== 'electron' && specifier !== 'electron/main') return next(specifier, context);
    return { url: new URL('./electron.ts', import.meta.url).href, format: 'module-typescript', shortCircuit: true };
  },
});
