/**
 * Faults of the machine are not faults of a cloud: the same file succeeds once the disk has room or the driver is
 * back. A batch that goes on (`--resume`) computes such files again, and one whose disk is full ends, since each file
 * that followed would be computed in vain.
 */
import { type ErrorCode, ReconstructError } from '../engine/vocabulary.ts';

const CODES: readonly ErrorCode[] = ['output-failed', 'gpu-unavailable', 'gpu-lost'];
/** What the system says of a disk that is full, used up by its owner, read-only or broken: true of all its files. */
const OF_A_DISK: readonly unknown[] = ['ENOSPC', 'EDQUOT', 'EROFS', 'EIO'];

/** @param code of an error, as sidecars hold it */
export function isMachineFault(code: string): boolean {
  return CODES.some((each) => each === code);
}

/** Whether nothing can be written on that disk any more. */
export function isDiskFault(error: unknown): error is ReconstructError {
  return (
    error instanceof ReconstructError &&
    error.code === 'output-failed' &&
    OF_A_DISK.includes(error.details['systemCode'])
  );
}
