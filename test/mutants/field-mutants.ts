import { type Mutant, mutantsOf } from './mutant.ts';

const THRESHOLDS = 'unit/field/thresholds.test.ts';
const SYSTEM = 'gpu/field/level-system.test.ts';
const CELLS = 'gpu/field/assemble-cells.test.ts';
const SOLVE = 'gpu/field/solve-level.test.ts';
const GOALS = 'gpu/field/measure-goals.test.ts';

export const FIELD_MUTANTS: readonly Mutant[] = [
  ...mutantsOf(
    'src/engine/field/weights.ts',
    [THRESHOLDS, 'unit/field/weights.test.ts'],
    [
      ['clean data deviates by .0505 voxels', 'MODEL_NOISE_VOXELS = 0.05;', 'MODEL_NOISE_VOXELS = 0.0505;'],
      ['the start weighs 1 % more', 'START_WEIGHT = 1e-3;', 'START_WEIGHT = 1.01e-3;'],
      ['samples lie .505 voxels off at most', 'MOST_OFFSET_VOXELS = 0.5;', 'MOST_OFFSET_VOXELS = 0.505;'],
      ['samples lie .12625 voxels off at least', 'LEAST_OFFSET_VOXELS = 0.125;', 'LEAST_OFFSET_VOXELS = 0.12625;'],
      ['samples lie 2.525 voxels off for each σ/s', 'NOISE_OFFSET_VOXELS = 2.5;', 'NOISE_OFFSET_VOXELS = 2.525;'],
      ['samples reach .2525 into sheets', 'SHEET_SHARE = 0.25;', 'SHEET_SHARE = 0.2525;'],
      ['gradients weigh 2.02', '2 * Math.min(1,', '2.02 * Math.min(1,'],
      ['gradients of sparse points weigh 4.04 times', 'MOST_SPARSE_WEIGHT = 4;', 'MOST_SPARSE_WEIGHT = 4.04;'],
      ['gradients weigh 2.02 for each voxel', 'WEIGHT_PER_VOXEL = 2;', 'WEIGHT_PER_VOXEL = 2.02;'],
      ['a little noise begins at .101 spacings', 'begins: 0.1,', 'begins: 0.101,'],
      ['a little noise counts in full from .1515 on', 'full: 0.15,', 'full: 0.1515,'],
      ['a little noise fades from .202 on', 'fades: 0.2,', 'fades: 0.202,'],
      ['a little noise ends at .303', 'ends: 0.3 }', 'ends: 0.303 }'],
      ['gradients weigh by the square', 'Math.min(1, 1 / deviationVoxels)', 'Math.min(1, 1 / deviationVoxels ** 2)'],
      ['samples lie no farther off beside sheets', 'if (thicknessNorm < Infinity) return MOST_OFFSET_VOXELS;', ''],
      [
        'values do not weigh by the voxel',
        '((kappaNorm * voxelNorm) / deviationVoxels) ** 2',
        '(kappaNorm / deviationVoxels) ** 2',
      ],
    ],
  ),
  ...mutantsOf(
    'src/engine/field/chebyshev.ts',
    [THRESHOLDS, 'unit/field/chebyshev.test.ts'],
    [
      ['the lower bound is 1 % higher', 'smallest = 6 / iterations ** 2', 'smallest = 6.06 / iterations ** 2'],
      ['the upper bound is 143/42', 'LARGEST_EIGENVALUE = 144 / 42;', 'LARGEST_EIGENVALUE = 143 / 42;'],
      ['29 steps', 'LEVEL_ITERATIONS = 30;', 'LEVEL_ITERATIONS = 29;'],
      ['the second step has the momentum of the third', '(radius * alpha) ** 2 / 2 :', '(radius * alpha) ** 2 / 4 :'],
      ['the momentum counts the wrong way', 'middle - beta / alpha', 'middle + beta / alpha'],
    ],
  ),
  ...mutantsOf(
    'src/engine/field/solve-level.ts',
    [THRESHOLDS],
    [
      ['an energy may rise by 1.02 thousandths', 'ENERGY_TOLERANCE = 1e-3;', 'ENERGY_TOLERANCE = 1.02e-3;'],
      [
        'the tolerance is of the first energy',
        'Math.max(Math.abs(energyBefore), Math.abs(energyAfter))',
        'Math.abs(energyBefore)',
        'A rise within the tolerance leaves both energies within a thousandth of each other: the bound moves by a thousandth of itself.',
      ],
    ],
  ),
  ...mutantsOf(
    'src/engine/field/solve-level.ts',
    [SOLVE],
    [
      ['the energy is told every six steps', 'ITERATIONS_PER_METRIC = 5;', 'ITERATIONS_PER_METRIC = 6;'],
      ['an odd number of steps ends in the other buffer', '[current, next] = [next, current];', ''],
      ['a stopped solve loses its last step', '} else if (current !== field) {', '} else if (current === field) {'],
      ['inactive slots keep their marks', 'system.clear(work, field);', ''],
    ],
  ),
  ...mutantsOf(
    'src/engine/field/level-data.ts',
    [THRESHOLDS],
    [
      ['the coarsest level has sharpened normals', 'levels.at(-1)', 'levels.at(0)'],
      ['the finest level is solved twice for goals', '&& !isFinest(plan, frame)', ''],
      [
        'levels take the noise for the spacing',
        'noiseNorm, spacingNorm, thicknessNorm, directionShare }',
        'noiseNorm, spacingNorm: noiseNorm, thicknessNorm, directionShare }',
      ],
    ],
  ),
  ...mutantsOf(
    'src/engine/field/goal-share.ts',
    [THRESHOLDS],
    [
      ['goals begin at .505 spacings of noise', 'LEAST_GOAL_SPACINGS = 0.5;', 'LEAST_GOAL_SPACINGS = 0.505;'],
      ['goals count in full from .808 spacings on', 'FULL_GOAL_SPACINGS = 0.8;', 'FULL_GOAL_SPACINGS = 0.808;'],
    ],
  ),
  ...mutantsOf(
    'src/engine/field/measure-goals.ts',
    [THRESHOLDS],
    [
      ['noise is .909 of what residuals show', 'RESIDUAL_SHARE = 0.9;', 'RESIDUAL_SHARE = 0.909;'],
      ['noise is .808 of the estimate at least', 'LEAST_NOISE_SHARE = 0.8;', 'LEAST_NOISE_SHARE = 0.808;'],
      ['noise is 1.515 of the estimate at most', 'MOST_NOISE_SHARE = 1.5;', 'MOST_NOISE_SHARE = 1.515;'],
      ['the median is .681 of a deviation', 'MEDIAN_DEVIATION = 0.6745;', 'MEDIAN_DEVIATION = 0.681;'],
      ['residuals that are not known count', '(value) => value >= 0', '() => true'],
    ],
  ),
  ...mutantsOf(
    'src/engine/field/measure-goals.ts',
    [GOALS],
    [['bends are read over a voxel whatever the noise', 'Math.max(voxelNorm, noiseNorm)', 'voxelNorm']],
  ),
  ...mutantsOf(
    'src/shaders/field/measure_goals.wgsl',
    [GOALS],
    [
      ['goals are those of one curvature', 'let bulge = 0.5 *', 'let bulge = 0.25 *'],
      ['feet are looked for 3.03 deviations away', 'FOOT_DEVIATIONS = 3.0;', 'FOOT_DEVIATIONS = 3.03;'],
      ['bends are taken at the point', 'value_at(foot))', 'value_at(position))'],
      ['a field that is turned over has a bend', ' || dot(there, normal) < 0.0', ''],
      ['goals have no bound', 'clamp(bulge, -noise, noise)', 'bulge'],
      ['goals do not know the noise of a point', 'select(params.noise, own, own > 0.0)', 'params.noise'],
      ['bends of a point are read as those of the cloud', 'reach = max(params.reach, own);', 'reach = params.reach;'],
      [
        'points with a noise of their own have the share of the cloud',
        'select(params.share, of_own, own > 0.0)',
        'params.share',
      ],
      ['bends do not know the slope', ' * rise);', ');'],
    ],
  ),
  ...mutantsOf(
    'src/shaders/field/read_field.wgsl',
    [GOALS],
    [
      ['inactive nodes count', 'if (!is_active(slot)) {', 'if (false) {'],
      ['slopes of .202 are flat', 'LEAST_SLOPE = 0.2;', 'LEAST_SLOPE = 0.202;'],
    ],
  ),
  ...mutantsOf(
    'src/engine/field/assemble-cells.ts',
    [CELLS],
    [
      [
        'a workgroup a cell from 17 points on',
        'DENSE_CELL_POINTS = 16;',
        'DENSE_CELL_POINTS = 17;',
        'A choice of speed: both kernels add up the same samples, in another order.',
      ],
      [
        'offsets are the same on both sides',
        'inner_offset_norm: weights.innerOffsetNorm',
        'inner_offset_norm: weights.offsetNorm',
      ],
    ],
  ),
  ...mutantsOf(
    'src/engine/field/find-cells.ts',
    [CELLS],
    [
      [
        'cells are marked as if both offsets were one',
        'inner_offset_norm: innerOffsetNorm',
        'inner_offset_norm: offsetNorm',
      ],
    ],
  ),
  ...mutantsOf(
    'src/shaders/field/smoothness.wgsl',
    [SYSTEM],
    [
      ['bends count 1 % more', 'return lower - 2.0 * here + upper;', 'return lower - 2.02 * here + upper;'],
      ['twists count once', 'bends + 2.0 * mixed', 'bends + mixed'],
      ['a bend beside an inactive node counts', 'are_marked(max(before_two, before))', 'are_marked(before)'],
      ['a twist beside an inactive node counts', 'max(max(beside, above), diagonal)', 'max(beside, above)'],
    ],
  ),
  ...mutantsOf(
    'src/shaders/field/field_rows.wgsl',
    [SYSTEM],
    [
      ['nodes on the left are those of the other half', 'bricks.x, at ^ 1u', 'bricks.x, at'],
      [
        'nodes of missing bricks are 0',
        'select(vec4f(INACTIVE), values, is_there)',
        'select(vec4f(0.0), values, is_there)',
      ],
    ],
  ),
  ...mutantsOf(
    'src/shaders/field/row_products.wgsl',
    [SYSTEM],
    [
      ['cells on the left do not count', 'q, cells.left != NO_CELL).y', 'q, false).y'],
      ['the cell on the left is that before the last', 'select(3u, 7u, half == 0u)', 'select(3u, 6u, half == 0u)'],
    ],
  ),
  ...mutantsOf(
    'src/shaders/field/prepare_solve.wgsl',
    [SYSTEM],
    [
      ['the diagonal is 41', 'SMOOTHNESS_DIAGONAL = 42.0;', 'SMOOTHNESS_DIAGONAL = 41.6;'],
      [
        'the start does not weigh in the diagonal',
        'SMOOTHNESS_DIAGONAL + params.start_weight',
        'SMOOTHNESS_DIAGONAL',
        'ε is 1e-3 of a diagonal of 42 or more: 2.4e-5, less than a step of float32 sums may err; the bound on eigenvalues holds with half of it.',
      ],
      ['the start does not weigh in the right side', 'var right = params.start_weight * start;', 'var right = 0.0;'],
    ],
  ),
  ...mutantsOf(
    'src/shaders/field/chebyshev_step.wgsl',
    [SYSTEM],
    [
      ['the start does not weigh in the image', '+ params.start_weight * window.own', ''],
      ['the energy lacks half of the right side', 'image - 2.0 * right', 'image - right'],
      ['the step is twice as long', 'values + params.alpha * direction', 'values + 2.0 * params.alpha * direction'],
      ['rows at the top of a brick see its lowest', 'place.above, shifted >= 16u', 'place.above, shifted >= 17u'],
      ['the lowest row sees nothing before and below it', 'shifted >= 6u', 'shifted >= 7u'],
      ['slabs look one row too far', 'place_at(brick, half, y + 10u)', 'place_at(brick, half, y + 11u)'],
    ],
  ),
  ...mutantsOf(
    'src/shaders/field/chebyshev_step.wgsl',
    [SOLVE],
    [['steps have no momentum', '+ params.beta * momentum[at]', '']],
  ),
  ...mutantsOf(
    'src/shaders/field/cell_sums.wgsl',
    [CELLS],
    [
      ['a point without goals has one', 'select(0.0, normals[i].w, params.has_goals == 1u)', 'normals[i].w'],
      ['offset samples do not know the goal', 'wanted + params.offset_norm);', 'params.offset_norm);'],
      [
        'the point itself does not know the goal',
        'add_value(&sums, at, weights.x, wanted);',
        'add_value(&sums, at, weights.x, 0.0);',
      ],
      [
        'the inner sample has the outer value',
        'wanted - params.inner_offset_norm);',
        'wanted + params.inner_offset_norm);',
      ],
      ['gradients along y are along x', 'weight, goal.y);', 'weight, goal.x);'],
      ['κ of a point is .202 at least', 'LEAST_KAPPA = 0.2;', 'LEAST_KAPPA = 0.202;'],
      ['κ of a point is .434 at most', 'MOST_KAPPA = 0.43;', 'MOST_KAPPA = 0.434;'],
      ['κ of a point falls faster with its noise', 'pow(noise, -0.7)', 'pow(noise, -0.707)'],
      ['a point without noise has .06 voxels', 'MODEL_NOISE_VOXELS = 0.05;', 'MODEL_NOISE_VOXELS = 0.06;'],
      ['gradients of a point weigh 2.02', '2.0 * min(1.0', '2.02 * min(1.0'],
      ['gradients are per length', 'params.voxel_norm * normal', 'normal'],
      [
        'a corner has the weight of another',
        'at.x * (1.0 - at.y), (1.0 - at.x) * at.y,',
        '(1.0 - at.x) * at.y, at.x * (1.0 - at.y),',
      ],
      [
        'a coefficient is stored in another’s place',
        'vec4f(low[0][1], low[0][2], low[0][3], low[1][2])',
        'vec4f(low[0][2], low[0][1], low[0][3], low[1][2])',
      ],
    ],
  ),
  ...mutantsOf(
    'src/shaders/field/mark_cells.wgsl',
    [CELLS],
    [
      [
        'cells do not know the senders that rounding brings',
        'ROUNDING = 1e-6;',
        'ROUNDING = 0.0;',
        'The margin is for compilers that round the two kernels’ sums differently; software Vulkan and SwiftShader do not.',
      ],
      ['the last point of a cloud has no run', 'i + 1u == params.point_count', 'i == params.point_count'],
      ['cells with an inactive corner have data', '&& has_active_corners(cell)', ''],
    ],
  ),
  ...mutantsOf(
    'src/shaders/field/near_cells.wgsl',
    [SYSTEM],
    [['cells are counted from the wrong bit', '(bit - 1u)', '(2u * bit - 1u)']],
  ),
  ...mutantsOf(
    'src/shaders/field/load_cell.wgsl',
    [SYSTEM],
    [['the upper face has a wrong coefficient', 'coefficient(number, 4u).zw', 'coefficient(number, 4u).wz']],
  ),
  ...mutantsOf(
    'src/shaders/field/sum_cell_rows.wgsl',
    [SYSTEM],
    [
      [
        'the diagonal lacks half of a cell’s rows',
        'absolute(load_low(number)) * ones + both * ones',
        'absolute(load_low(number)) * ones',
      ],
    ],
  ),
];
