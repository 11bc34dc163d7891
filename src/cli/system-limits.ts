/**
 * Limits that a system sets (`ulimit`, a container, a batch queue), told by what programs and drivers print when they
 * meet one: seen from here it looks like a crash, or like a driver that is missing.
 */
export type SystemLimit = 'memory' | 'threads' | 'files';

/** Words of V8 and Node, of C++, of the dynamic linker, of Vulkan's loader and Mesa, and names of errors. */
const SIGNS: readonly (readonly [SystemLimit, RegExp])[] = [
  [
    'memory',
    /Last few GCs|heap out of memory|Fatal process out of memory|std::bad_alloc|failed to map segment|VK_ERROR_OUT_OF_HOST_MEMORY|\bENOMEM\b/,
  ],
  ['threads', /thrd_create failed|uv_thread_create|pthread_create|Resource temporarily unavailable|\bEAGAIN\b/],
  ['files', /\bE[MN]FILE\b|Too many open files/],
];

/** Null for text that speaks of none. */
export function limitIn(text: string): SystemLimit | null {
  return SIGNS.find(([, sign]) => sign.test(text))?.[0] ?? null;
}

/** Sentences without a capital: what happened, and what to try. */
export const LIMIT_SENTENCES: Readonly<Record<SystemLimit, string>> = {
  memory:
    'the computation ran out of memory; try a lower --resolution, or fewer points, or raise the limit (ulimit -v, or that of a container)',
  threads:
    'the system gives this user no more threads and processes; end some, or raise the limit (ulimit -u, or that of a container)',
  files: 'the system gives this program no more open files; raise the limit (ulimit -n)',
};
