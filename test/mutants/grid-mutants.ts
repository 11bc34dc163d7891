import { type Mutant, mutantsOf } from './mutant.ts';

const THRESHOLDS = 'unit/grid/thresholds.test.ts';
const BUILD = 'gpu/grid/build-grid.test.ts';
const FIELDS = 'gpu/grid/fields.test.ts';

export const GRID_MUTANTS: readonly Mutant[] = [
  ...mutantsOf(
    'src/engine/grid/plan-levels.ts',
    [THRESHOLDS, 'unit/grid/plan-levels.test.ts'],
    [
      ['edges pay from a share of .1012 on', 'LEAST_EDGE_SHARE = 0.1;', 'LEAST_EDGE_SHARE = 0.1012;'],
      ['edges pay from a share of .0988 on', 'LEAST_EDGE_SHARE = 0.1;', 'LEAST_EDGE_SHARE = 0.0988;'],
      [
        'a share of just a tenth is too few',
        'detail.edgeShare >= LEAST_EDGE_SHARE',
        'detail.edgeShare > LEAST_EDGE_SHARE',
      ],
      ['edges pay down to .406 spacings', 'LEAST_EDGE_VOXEL_SPACINGS = 0.4;', 'LEAST_EDGE_VOXEL_SPACINGS = 0.406;'],
      ['edges pay down to .394 spacings', 'LEAST_EDGE_VOXEL_SPACINGS = 0.4;', 'LEAST_EDGE_VOXEL_SPACINGS = 0.394;'],
      ['sheets part at 1.62 voxels', 'SHEET_VOXELS = 1.6;', 'SHEET_VOXELS = 1.62;'],
      ['sheets part at 1.58 voxels', 'SHEET_VOXELS = 1.6;', 'SHEET_VOXELS = 1.58;'],
      ['708,000 more cells are affordable', 'MOST_EXTRA_CELLS = 700_000;', 'MOST_EXTRA_CELLS = 708_000;'],
      ['692,000 more cells are affordable', 'MOST_EXTRA_CELLS = 700_000;', 'MOST_EXTRA_CELLS = 692_000;'],
      ['voxels of 1.43 spacings are near', 'NEAR_SPACINGS = Math.SQRT2;', 'NEAR_SPACINGS = 1.43;'],
      ['voxels of 1.4 spacings are near', 'NEAR_SPACINGS = Math.SQRT2;', 'NEAR_SPACINGS = 1.4;'],
      ['clean points have near levels, too', 'isNoisy(scale) && voxelNorm <=', 'voxelNorm <='],
      [
        'a near level is enough however cheap the next',
        'isNear && !isAffordable(2 * resolution',
        'isNear && !isAffordable(8 * resolution',
      ],
      ['holes of 5.05 spacings close', 'HOLE_GAPS = 5;', 'HOLE_GAPS = 5.05;'],
      ['surfaces are closed up to .0402', 'MOST_CLOSED_ENERGY = 0.04;', 'MOST_CLOSED_ENERGY = 0.0402;'],
      ['surfaces are closed up to .0398', 'MOST_CLOSED_ENERGY = 0.04;', 'MOST_CLOSED_ENERGY = 0.0395;'],
      ['a surface of just .04 is closed', 'sideEnergy >= MOST_CLOSED_ENERGY', 'sideEnergy > MOST_CLOSED_ENERGY'],
      ['holes of .202 close', 'MOST_SPARSE_HOLE = 0.2;', 'MOST_SPARSE_HOLE = 0.202;'],
      ['dense places are reason enough for a level', 'options.density?.fineNorm ?? 0', '0'],
      [
        'a level is finer than the spacing',
        'Math.max(scale.spacingNorm, options.density',
        'Math.min(scale.spacingNorm, options.density',
      ],
      ['κ is 1 % larger', 'return 0.14 *', 'return 0.1414 *'],
      ['κ grows faster with the spacing', '** 0.4;', '** 0.404;'],
      ['κ falls faster with the noise', '** -0.7;', '** -0.707;'],
      ['κ is .202 at least', 'Math.max(kappaVoxel, 0.2), 0.43)', 'Math.max(kappaVoxel, 0.202), 0.43)'],
      ['κ is .4343 at most', 'Math.max(kappaVoxel, 0.2), 0.43)', 'Math.max(kappaVoxel, 0.2), 0.4343)'],
      ['noise is 1.01 thousandths of a voxel at least', 'finestVoxelNorm, 1e-3)', 'finestVoxelNorm, 1.02e-3)'],
      ['voxels as wide as the spacing are too wide', 'if (voxelNorm <= spacingNorm)', 'if (voxelNorm < spacingNorm)'],
      [
        'voxels just as fine as the noise are too fine',
        'if (voxelNorm / 2 < noiseNorm)',
        'if (voxelNorm / 2 <= noiseNorm)',
      ],
      [
        'voxels may be finer than the noise of sheets',
        'voxelNorm >= noiseNorm && areaNorm',
        'voxelNorm >= 0.98 * noiseNorm && areaNorm',
      ],
      ['the coarsest band holds 3.03 deviations', 'Math.ceil(3 * noiseVoxel) + 2', 'Math.ceil(3.04 * noiseVoxel) + 2'],
      ['the coarsest band has a cell less', 'Math.ceil(3 * noiseVoxel) + 2', 'Math.ceil(3 * noiseVoxel) + 1'],
      ['the band holds 2.525 deviations', 'Math.ceil(2.5 * noiseVoxel)', 'Math.ceil(2.52 * noiseVoxel)'],
      ['the band holds seven cells', 'MAX_NOISE_BAND_CELLS = 6;', 'MAX_NOISE_BAND_CELLS = 7;'],
      ['the finest band has three cells', 'FINEST_BAND_CELLS = 2;', 'FINEST_BAND_CELLS = 3;'],
      ['noise is a reason for a level', 'showsEdges(scale);', 'true;'],
    ],
  ),
  ...mutantsOf(
    'src/engine/option-table.ts',
    [THRESHOLDS],
    [['holes of .0606 close', 'AUTO_HOLE_SHARE = 0.06;', 'AUTO_HOLE_SHARE = 0.0606;']],
  ),
  ...mutantsOf(
    'src/engine/resolutions.ts',
    [THRESHOLDS],
    [['the cube is 1 % larger', 'CUBE_SIDE = 1.1;', 'CUBE_SIDE = 1.111;']],
  ),
  ...mutantsOf(
    'src/engine/grid/grid-frame.ts',
    [BUILD],
    [['the last node has no brick', 'Math.ceil((resolution + 1) / 8)', 'Math.ceil(resolution / 8)']],
  ),
  ...mutantsOf(
    'src/engine/grid/find-zone.ts',
    [FIELDS],
    [
      ['holes have a box of a cell less below', 'HOLE_BOX = { below: 2,', 'HOLE_BOX = { below: 1,'],
      [
        'holes have a box of a cell less above',
        'HOLE_BOX = { below: 2, above: 3 }',
        'HOLE_BOX = { below: 2, above: 2 }',
      ],
    ],
  ),
  ...mutantsOf(
    'src/engine/grid/find-zone.ts',
    [BUILD],
    [
      ['crossings have a box of a cell less below', 'CROSSING_BOX = { below: 1,', 'CROSSING_BOX = { below: 0,'],
      [
        'crossings have a box of a cell less above',
        'CROSSING_BOX = { below: 1, above: 3 }',
        'CROSSING_BOX = { below: 1, above: 2 }',
      ],
    ],
  ),
  ...mutantsOf(
    'src/engine/grid/build-grid.ts',
    [BUILD],
    [['the band ends a node early', 'above: bandCells + 1', 'above: bandCells']],
  ),
  ...mutantsOf(
    'src/engine/grid/init-field.ts',
    [FIELDS],
    [
      ['planes tell sides 2.02 voxels away', 'far: 2 * voxelNorm', 'far: 2.02 * voxelNorm'],
      ['planes tell sides 3.03 deviations away', '3 * noiseNorm', '3.03 * noiseNorm'],
    ],
  ),
  ...mutantsOf(
    'src/shaders/grid/init_field.wgsl',
    [FIELDS],
    [
      [
        'half of the near nodes have one neighbour',
        'sqrt(near_squared[0]) <= params.far',
        'sqrt(near_squared[0]) <= 0.5 * params.far',
      ],
      [
        'far away, inside is outside',
        'select(fit.distance, -fit.distance, inside)',
        'select(-fit.distance, fit.distance, inside)',
      ],
      [
        'far nodes read the winding number of another',
        'node.x + nodes * (node.y',
        'node.x + params.resolution * (node.y',
      ],
    ],
  ),
  ...mutantsOf(
    'src/shaders/grid/nearest_fit.wgsl',
    [FIELDS],
    [
      [
        'heights are blended over .2525 of the squared spacing',
        '0.25 * spacing * spacing',
        '0.2525 * spacing * spacing',
      ],
      ['noise does not widen the blend', '+ noise * noise;', ';'],
      ['eleven points are blended', 'KNN_CAPACITY: u32 = 12u;', 'KNN_CAPACITY: u32 = 11u;'],
      ['heights have the wrong sign', 'position - points[i].xyz', 'points[i].xyz - position'],
    ],
  ),
  ...mutantsOf(
    'src/shaders/grid/find_hole_cells.wgsl',
    [FIELDS],
    [
      ['holes are measured from a corner of their cells', '+ 0.5 * params.voxel', '+ 0.0 * params.voxel'],
      [
        'holes are 2 % wider',
        'centre, params.hole_radius * params.hole_radius',
        'centre, 1.02 * params.hole_radius * params.hole_radius',
      ],
      ['a corner is not looked at', 'k < 8u; k++', 'k < 7u; k++'],
    ],
  ),
  ...mutantsOf(
    'src/shaders/grid/find_crossing_cells.wgsl',
    [BUILD],
    [['a corner of a crossing is not looked at', 'k < 8u; k++', 'k < 7u; k++']],
  ),
  ...mutantsOf(
    'src/shaders/grid/dilate_bits.wgsl',
    [BUILD],
    [
      ['boxes end a node early along x', 'reach <= params.below; reach++', 'reach < params.below; reach++'],
      ['boxes end a node early along z', 'z <= own + params.below', 'z < own + params.below'],
      ['nodes beyond the grid are active', '(0xffffffffu >> (8u * (3u - last.y)))', '0xffffffffu'],
    ],
  ),
  ...mutantsOf(
    'src/shaders/grid/keep_interpolable.wgsl',
    [BUILD],
    [['only nodes of whole cells go', '!whole_cell(', 'whole_cell(']],
  ),
  ...mutantsOf(
    'src/shaders/grid/upsample_field.wgsl',
    [FIELDS],
    [['odd nodes read one coarser node', 'vec3i(1 + (node & vec3u(1u)))', 'vec3i(1 + (node & vec3u(1u, 1u, 0u)))']],
  ),
  ...mutantsOf(
    'src/shaders/grid/clip_bricks.wgsl',
    [BUILD],
    [['a clip has a brick more', 'any(brick >= params.high)', 'any(brick > params.high)']],
  ),
  ...mutantsOf(
    'src/shaders/grid/box_bricks.wgsl',
    [BUILD],
    [['bricks above a box are left out', '(node + above,', '(node + above - 1,']],
  ),
];
