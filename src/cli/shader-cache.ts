/**
 * Where Mesa keeps compiled kernels from run to run. It wants a folder under the person's home, and where that cannot
 * be written (a service, a cluster's node, a container) it keeps none: every run then takes several times as long.
 */
import { accessSync, constants, lstatSync, mkdirSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** What to add to the environment of the process that computes: nothing where Mesa finds its own folder. */
export function shaderCacheEnvironment(
  environment: Environment,
  home = homedir(),
  temporary = tmpdir(),
): Readonly<Record<string, string>> {
  if (process.platform === 'win32') return {};
  const { MESA_SHADER_CACHE_DIR, MESA_GLSL_CACHE_DIR, MESA_SHADER_CACHE_DISABLE, XDG_CACHE_HOME } = environment;
  if (MESA_SHADER_CACHE_DIR ?? MESA_GLSL_CACHE_DIR ?? MESA_SHADER_CACHE_DISABLE) return {};
  if (isWritable(XDG_CACHE_HOME ?? path.join(home, '.cache'))) return {};
  const ours = path.join(temporary, `gridpull-shaders-${process.getuid?.() ?? ''}`);
  return isWritable(ours) && isPrivate(ours) ? { MESA_SHADER_CACHE_DIR: ours } : {};
}

/** Made where there is none. */
function isWritable(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Kernels are programs: a folder that another person may write to, or made in our name, gives none. */
function isPrivate(folder: string): boolean {
  const found = lstatSync(folder);
  return found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o022) === 0;
}
