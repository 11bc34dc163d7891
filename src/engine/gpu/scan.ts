/**
 * Exclusive prefix sums on the device: blocks of 1,024, then the blocks' sums by the same kernels, as deep as the
 * count asks for. Fixed order, no atomics: equal inputs give equal outputs.
 */
import addBlockSumsWgsl from '../../shaders/scan/add_block_sums.wgsl';
import scanBlocksWgsl from '../../shaders/scan/scan_blocks.wgsl';
import type { CommandList } from './command-list.ts';
import type { BufferScope } from './buffer-scope.ts';
import { defineKernel } from './kernel.ts';

export const scanBlocks = defineKernel({
  label: 'scan/scan_blocks',
  code: scanBlocksWgsl,
  workgroup: 256,
  params: { count: 'u32' },
  buffers: { counts: 'read_write', block_sums: 'read_write' },
});

export const addBlockSums = defineKernel({
  label: 'scan/add_block_sums',
  code: addBlockSumsWgsl,
  workgroup: 256,
  params: { count: 'u32' },
  buffers: { block_sums: 'read', counts: 'read_write' },
});

export const SCAN_KERNELS = [scanBlocks, addBlockSums] as const;

const BLOCK = 1024;

/**
 * Records an exclusive scan of `counts` [count] in place.
 * Returns the buffer whose first number will be the total (owned by `scope`).
 */
export function encodeScan(commands: CommandList, scope: BufferScope, counts: GPUBuffer, count: number): GPUBuffer {
  const blockCount = Math.max(1, Math.ceil(count / BLOCK));
  const blockSums = scope.storage('block sums', 4 * blockCount);
  // One workgroup handles a block of four numbers a thread: count / 4 threads, rounded up to whole blocks.
  commands.dispatch(scanBlocks, (blockCount * BLOCK) / 4, { count }, { counts, block_sums: blockSums });
  if (blockCount === 1) return blockSums;
  const total = encodeScan(commands, scope, blockSums, blockCount);
  commands.dispatch(addBlockSums, count, { count }, { block_sums: blockSums, counts });
  return total;
}
