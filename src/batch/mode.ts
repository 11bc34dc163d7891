/**
 * What a batch does about results that are there already. A result counts as unchanged where contents of the input
 * (SHA-256), options and format are the same, and the mesh is still there.
 *
 * - `fresh`: makes all anew, over what is there.
 * - `resume`: keeps what is done and unchanged, and what failed and is unchanged.
 * - `retry-failed`: as `resume`, but tries again what failed.
 */
export type BatchMode = 'fresh' | 'resume' | 'retry-failed';
