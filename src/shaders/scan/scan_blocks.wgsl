// Exclusive prefix sums of blocks of 1,024 numbers; one workgroup a block, one thread four numbers.
//   counts     [count] in: numbers; out: sums of the numbers before, within the block
//   block_sums [ceil(count / 1024)] out: the block's total
// Wrap-around is the caller's bound: totals stay below 2^32.
struct Params {
  count: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> counts: array<u32>;
@group(0) @binding(2) var<storage, read_write> block_sums: array<u32>;

const WORKGROUP = 256u;
const PER_THREAD = 4u;
var<workgroup> partial: array<u32, WORKGROUP>;

@compute @workgroup_size(256)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let block_index = group.y * groups.x + group.x;
  let first = (block_index * WORKGROUP + local) * PER_THREAD;
  var values: array<u32, PER_THREAD>;
  var sum = 0u;
  for (var i = 0u; i < PER_THREAD; i++) {
    if (first + i < params.count) {
      values[i] = counts[first + i];
    }
    sum += values[i];
  }
  partial[local] = sum;
  // Hillis–Steele over the 256 partial sums; the two barriers keep a round's reads before its writes.
  for (var reach = 1u; reach < WORKGROUP; reach *= 2u) {
    workgroupBarrier();
    var add = 0u;
    if (local >= reach) {
      add = partial[local - reach];
    }
    workgroupBarrier();
    partial[local] += add;
  }
  workgroupBarrier();
  var before = partial[local] - sum;
  for (var i = 0u; i < PER_THREAD; i++) {
    if (first + i < params.count) {
      counts[first + i] = before;
    }
    before += values[i];
  }
  if (local == WORKGROUP - 1u && block_index * WORKGROUP * PER_THREAD < params.count) {
    block_sums[block_index] = partial[local];
  }
}
