/** Endings of the clouds that the engine reads, for the open dialog; the engine itself goes by content first. */
export const CLOUD_EXTENSIONS = ['ply', 'xyz', 'txt', 'asc', 'pts'] as const;
