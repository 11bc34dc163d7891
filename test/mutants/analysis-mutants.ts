import { type Mutant, mutantsOf } from './mutant.ts';

const THRESHOLDS = 'unit/analysis/thresholds.test.ts';
const ON_DEVICE = 'gpu/analysis/thresholds.test.ts';
const GAPS = 'gpu/analysis/measure-gaps.test.ts';
const PLANES = 'gpu/analysis/fit-planes.test.ts';

export const ANALYSIS_MUTANTS: readonly Mutant[] = [
  ...mutantsOf(
    'src/engine/analysis/close-split.ts',
    ['unit/analysis/close-split.test.ts'],
    [
      ['a step is looked for once', 'const ROUNDS = 4;', 'const ROUNDS = 1;'],
      [
        'what a quadric took of a step stays with it',
        'step * (whole[i]! - unbent[i]!)',
        '0 * (whole[i]! - unbent[i]!)',
      ],
    ],
  ),
  ...mutantsOf(
    'src/shaders/analysis/measure_gaps.wgsl',
    [GAPS],
    [
      ['a line has up to .101 across', 'const LINE = 0.1;', 'const LINE = 0.1015;'],
      ['a line has up to .0985 across', 'const LINE = 0.1;', 'const LINE = 0.0985;'],
      ['a ball shows two lines from .197 on', 'const SURFACE = 0.2;', 'const SURFACE = 0.197;'],
      ['a ball shows two lines from .203 on', 'const SURFACE = 0.2;', 'const SURFACE = 0.203;'],
      ['a ball grows by 1.16', 'const GROWTH = 1.15;', 'const GROWTH = 1.16;'],
      ['a ball grows 25 times', 'const ROUNDS = 26u;', 'const ROUNDS = 25u;'],
      ['a ball may hold 1,001 points', 'const MOST_POINTS = 1000u;', 'const MOST_POINTS = 1001u;'],
      ['a ball may hold 999 points', 'const MOST_POINTS = 1000u;', 'const MOST_POINTS = 999u;'],
      ['the spacing is a fiftieth narrower', 'const DISC_SPACINGS = 1.95;', 'const DISC_SPACINGS = 1.99;'],
      ['the gap is a fiftieth narrower', 'const LINE_REACH = 1.05;', 'const LINE_REACH = 1.07;'],
      ['columns are 4.55 steps long', 'const LEAST_STEPS = 4.5;', 'const LEAST_STEPS = 4.55;'],
      ['columns are 4.45 steps long', 'const LEAST_STEPS = 4.5;', 'const LEAST_STEPS = 4.45;'],
      ['rows on steps are columns', 'coarse.x + coarse.y + coarse.z >= 2u', 'coarse.x + coarse.y + coarse.z >= 1u'],
      ['the first point is looked at for every one', 'points[i * params.stride].xyz', 'points[i].xyz'],
    ],
  ),
  ...mutantsOf(
    'src/shaders/analysis/widen_gaps.wgsl',
    [GAPS],
    [
      ['spacings widen gaps', 'if (on_line[other] == 1u) {', 'if (on_line[other] <= 1u) {'],
      ['twelve points are asked', 'const KNN_CAPACITY = 13u;', 'const KNN_CAPACITY = 12u;'],
    ],
  ),
  ...mutantsOf(
    'src/engine/analysis/measure-gaps.ts',
    ['gpu/even-share.test.ts'],
    [
      ['a cloud of lines has .051 on them', 'LEAST_LINES = 0.05;', 'LEAST_LINES = 0.051;'],
      ['a cloud of lines has .049 on them', 'LEAST_LINES = 0.05;', 'LEAST_LINES = 0.049;'],
      ['a cloud of lines has 101 points', 'LEAST_POINTS = 100;', 'LEAST_POINTS = 101;'],
      ['a cloud of lines has 99 points', 'LEAST_POINTS = 100;', 'LEAST_POINTS = 99;'],
    ],
  ),
  ...mutantsOf(
    'src/engine/analysis/space-filling.ts',
    ['unit/analysis/space-filling.test.ts'],
    [
      ['space is filled from 2.525 on', 'LEAST_DIMENSION = 2.5;', 'LEAST_DIMENSION = 2.525;'],
      ['space is filled from 2.475 on', 'LEAST_DIMENSION = 2.5;', 'LEAST_DIMENSION = 2.475;'],
      ['noise from .503 spacings on may fill space', 'NOISE_SPACINGS = 0.5;', 'NOISE_SPACINGS = 0.503;'],
      ['noise from .495 spacings on may fill space', 'NOISE_SPACINGS = 0.5;', 'NOISE_SPACINGS = 0.495;'],
      [
        'one scale is enough',
        'dimensions.every((dimension) => dimension >= L',
        'dimensions.some((dimension) => dimension >= L',
      ],
      ['curves have up to 1.27', 'MOST_CURVE_DIMENSION = 1.25;', 'MOST_CURVE_DIMENSION = 1.27;'],
      ['curves have up to 1.23', 'MOST_CURVE_DIMENSION = 1.25;', 'MOST_CURVE_DIMENSION = 1.23;'],
      [
        'one scale of curves is enough',
        'dimensions.every((dimension) => dimension <= M',
        'dimensions.some((dimension) => dimension <= M',
      ],
      ['curves cover up to .51', 'MOST_CURVE_AREA = 0.5;', 'MOST_CURVE_AREA = 0.51;'],
      ['curves cover up to .48', 'MOST_CURVE_AREA = 0.5;', 'MOST_CURVE_AREA = 0.48;'],
      [
        'curves are looked for in an even share',
        'dimensionsOf(middleOf(positions))',
        'dimensionsOf(shareOf(positions))',
      ],
    ],
  ),
  ...mutantsOf(
    'src/engine/analysis/thin-evenly.ts',
    ['unit/analysis/thin-evenly.test.ts'],
    [
      ['kept points lie .3545 gaps apart', 'KEPT_APART_GAPS = 0.35;', 'KEPT_APART_GAPS = 0.3545;'],
      ['kept points lie .3455 gaps apart', 'KEPT_APART_GAPS = 0.35;', 'KEPT_APART_GAPS = 0.3455;'],
      ['a point whose ball reaches beyond a plane has none there', 'offset <= radius', 'offset <= 0'],
    ],
  ),
  ...mutantsOf(
    'src/engine/analysis/line-noise.ts',
    ['unit/analysis/line-noise.test.ts'],
    [
      ['lines have up to .1015 across', 'MOST_ACROSS = 0.1;', 'MOST_ACROSS = 0.102;'],
      ['lines have up to .0985 across', 'MOST_ACROSS = 0.1;', 'MOST_ACROSS = 0.098;'],
      ['29 points on lines tell', 'LEAST_SAMPLES = 30;', 'LEAST_SAMPLES = 29;'],
      ['31 points on lines tell', 'LEAST_SAMPLES = 30;', 'LEAST_SAMPLES = 31;'],
      ['a line took one degree of freedom', '(count - 2)', '(count - 1)'],
      ['a bend grows with the square', '(WIDE / NARROW) ** 4', '(WIDE / NARROW) ** 2'],
    ],
  ),
  ...mutantsOf(
    'src/engine/analysis/depth-steps.ts',
    ['unit/analysis/depth-steps.test.ts'],
    [
      ['planes are exact to 2.02e-7', 'EXACT = 2e-7;', 'EXACT = 2.02e-7;'],
      ['layers are 10.1 units apart', '10 * EXACT;', '10.1 * EXACT;'],
      ['seventeen layers', 'MOST_LAYERS = 16;', 'MOST_LAYERS = 17;'],
      ['lines are flat', 'LEAST_FLATNESS = 0.1;', 'LEAST_FLATNESS = 0.01;'],
      ['layers beside each other keep .62', 'MOST_LEFT = 0.6;', 'MOST_LEFT = 0.62;'],
      ['layers beside each other keep .58', 'MOST_LEFT = 0.6;', 'MOST_LEFT = 0.58;'],
      ['.505 on exact planes', 'LEAST_EXACT = 0.5;', 'LEAST_EXACT = 0.505;'],
      [
        'steps need more than half of the places',
        'return exact >= LEAST_EXACT * count',
        'return exact > LEAST_EXACT * count',
      ],
      [
        'bent surfaces are looked at closely',
        'if (!liesOnPlanes(positions, search, count, find)) return undefined;',
        '',
      ],
      ['.202 with layers', 'LEAST_LAYERED = 0.2;', 'LEAST_LAYERED = 0.202;'],
      ['.404 beside each other', 'LEAST_BESIDE = 0.4;', 'LEAST_BESIDE = 0.404;'],
      ['the noise is a whole step', '(height) => height > 0)) / 2', '(height) => height > 0))'],
    ],
  ),
  ...mutantsOf(
    'src/engine/analysis/noise-regions.ts',
    ['unit/analysis/noise-regions.test.ts'],
    [
      ['regions have 2.02 times the noise', 'region: 2, point', 'region: 2.02, point'],
      ['steps are regions of 1.6 times the noise', 'region: 1.25, point', 'region: 1.6, point'],
      ['the height of steps is that of samples that see none', 'heights[i]! > 0', 'heights[i]! >= 0'],
      ['rounding errs by the whole step', 'heights[seen[j]!]!)) / 2', 'heights[seen[j]!]!))'],
      ['regions have .505 spacings of noise', 'LEAST_SPACINGS = 0.5;', 'LEAST_SPACINGS = 0.505;'],
      ['regions are of .0404 of the points', 'LEAST_SHARE = 0.04;', 'LEAST_SHARE = 0.0404;'],
      ['a region has 22 samples', 'REGION_SAMPLES = 24;', 'REGION_SAMPLES = 22;'],
      ['neighbourhoods stay as they are', 'LAST_K = 192;', 'LAST_K = 12;'],
      ['curvature passes for noise', 'flatVariance(narrow, wide, (found / k) ** 2)', 'wide'],
    ],
  ),
  ...mutantsOf(
    'src/engine/analysis/widen-planes.ts',
    ['gpu/analysis/widen-planes.test.ts'],
    [
      [
        'octaves have the least noise',
        'upperMedian(Float32Array.from(points,',
        'Math.min(...Float32Array.from(points,',
      ],
      ['radii are those of the wider planes', 'shrinkage * foundRadii[i]!', 'foundRadii[i]!'],
    ],
  ),
  ...mutantsOf(
    'src/engine/analysis/measure-scale.ts',
    [THRESHOLDS],
    [
      ['noise counts from .101 spacings on', 'LEAST_NOISE_SPACINGS = 0.1;', 'LEAST_NOISE_SPACINGS = 0.101;'],
      [
        'noise of just a tenth of the spacing is none',
        'noiseNorm >= LEAST_NOISE_SPACINGS',
        'noiseNorm > LEAST_NOISE_SPACINGS',
      ],
      [
        'edges show up to noise of .2525 spacings',
        'MOST_EDGE_NOISE_SPACINGS = 0.25;',
        'MOST_EDGE_NOISE_SPACINGS = 0.2525;',
      ],
      ['a plane shows from 3.465 deviations on', 'THICK_RADII = 3.5;', 'THICK_RADII = 3.465;'],
      ['a plane does not show at just seven halves', 'return radius >= THICK_RADII', 'return radius > THICK_RADII'],
      ['the spacing is 1 % wider', 'SPACING_SHARE = 0.95;', 'SPACING_SHARE = 0.9595;'],
      ['planes are 1.919 spacings wide', 'PLANE_SPACINGS = 1.9;', 'PLANE_SPACINGS = 1.919;'],
      ['planes are 4.545 deviations wide', 'PLANE_DEVIATIONS = 4.5;', 'PLANE_DEVIATIONS = 4.545;'],
      ['24 points are too few for noise', 'this.#count < 2 * FIRST_K', 'this.#count <= 2 * FIRST_K'],
      ['curvature counts as noise', 'noises[i] = flatVariance(narrow, wide, growth);', 'noises[i] = narrow;'],
      ['the mean distance takes the point itself in', 'sum / Math.max(1, found - 1)', 'sum / Math.max(1, found)'],
      ['a neighbourhood holds thirteen at least', 'LEAST_NEIGHBOURS = 12;', 'LEAST_NEIGHBOURS = 13;'],
      ['a neighbourhood holds 198 at most', 'MOST_NEIGHBOURS = 199;', 'MOST_NEIGHBOURS = 198;'],
      [
        'the neighbourhood is as wide as its first but one',
        'Math.sqrt(squared[neighbourCount - 1] ?? 0)',
        'Math.sqrt(squared[neighbourCount - 3] ?? 0)',
      ],
      [
        'noise stops at the first neighbourhood',
        'for (let k = FIRST_K; ; k *= 2) {',
        'for (let k = FIRST_K; ; k *= 64) {',
      ],
    ],
  ),
  ...mutantsOf(
    'src/engine/analysis/local-thickness.ts',
    [THRESHOLDS, 'unit/analysis/measure-scale.test.ts'],
    [
      [
        'curvature is subtracted from the noise in the wrong share',
        '(growth * narrow - wide) / (growth - 1)',
        '(growth * narrow - wide) / growth',
      ],
      ['two sheets keep up to .1216 of the variance', 'TWO_SHEETS_SHARE = 0.12;', 'TWO_SHEETS_SHARE = 0.1216;'],
      ['two sheets keep up to .1184 of the variance', 'TWO_SHEETS_SHARE = 0.12;', 'TWO_SHEETS_SHARE = 0.1184;'],
      ['the plane took two degrees of freedom', '/ (k - 3)', '/ (k - 2)'],
      ['neighbours weigh 1.2625 at the query', 'const weight = 1.25 -', 'const weight = 1.2625 -'],
      ['a sheet may have two points', 'SHEET_POINTS = 3;', 'SHEET_POINTS = 2;'],
      ['one mixed moment is not about the mean', 'zx / total - mz * mx', 'zx / total'],
    ],
  ),
  ...mutantsOf(
    'src/engine/analysis/stretching-strays.ts',
    ['unit/analysis/stretching-strays.test.ts'],
    [
      ['strays lie 19.9 medians apart', 'SCATTERED_MEDIANS = 20;', 'SCATTERED_MEDIANS = 19.9;'],
      ['strays lie 20.6 medians apart', 'SCATTERED_MEDIANS = 20;', 'SCATTERED_MEDIANS = 20.6;'],
      ['.049 of the points are strays', 'MOST_SCATTERED = 0.05;', 'MOST_SCATTERED = 0.049;'],
      ['.061 of the points are strays', 'MOST_SCATTERED = 0.05;', 'MOST_SCATTERED = 0.061;'],
      ['.49 of the extent is left', 'MOST_LEFT = 0.5;', 'MOST_LEFT = 0.49;'],
      ['.53 of the extent is left', 'MOST_LEFT = 0.5;', 'MOST_LEFT = 0.53;'],
    ],
  ),
  ...mutantsOf(
    'src/engine/analysis/median.ts',
    ['unit/analysis/median.test.ts'],
    [['the median is the lower one', 'values.length >> 1', '(values.length - 1) >> 1']],
  ),
  ...mutantsOf(
    'src/engine/analysis/smallest-axis.ts',
    ['unit/analysis/smallest-axis.test.ts'],
    [
      ['a rotation turns the wrong way', 'xx -= tangent * xy;', 'xx += tangent * xy;'],
      [
        'the axis is that of the middle root',
        'return zz < xx ? axes[2] : axes[0];',
        'return zz > xx ? axes[2] : axes[0];',
      ],
      ['three sweeps of rotations', 'SWEEPS = 6;', 'SWEEPS = 2;'],
    ],
  ),
  ...mutantsOf(
    'src/engine/analysis/clean-cloud.ts',
    [ON_DEVICE],
    [
      ['outliers are looked for from 3.04 medians on', 'CANDIDATE_MEDIANS = 3;', 'CANDIDATE_MEDIANS = 3.04;'],
      ['outliers are looked for from 2.96 medians on', 'CANDIDATE_MEDIANS = 3;', 'CANDIDATE_MEDIANS = 2.96;'],
      ['sixteen points are too few for outliers', 'count < LEAST_POINTS', 'count <= LEAST_POINTS'],
      ['fifteen points are enough for outliers', 'LEAST_POINTS = 16;', 'LEAST_POINTS = 15;'],
    ],
  ),
  ...mutantsOf(
    'src/shaders/analysis/find_candidates.wgsl',
    [ON_DEVICE],
    [
      ['outliers are 2.02 times as lonely', 'LONELY_SPACINGS = 2.0;', 'LONELY_SPACINGS = 2.02;'],
      ['outliers are 1.98 times as lonely', 'LONELY_SPACINGS = 2.0;', 'LONELY_SPACINGS = 1.98;'],
      ['what is thick begins at .081', 'THICK_SHARE = 0.08;', 'THICK_SHARE = 0.081;'],
      ['what is thick begins at .079', 'THICK_SHARE = 0.08;', 'THICK_SHARE = 0.079;'],
      ['a plane holds 49 others', 'MOST_ON_PLANE = 48u;', 'MOST_ON_PLANE = 49u;'],
      ['a plane holds 47 others', 'MOST_ON_PLANE = 48u;', 'MOST_ON_PLANE = 47u;'],
      ['a plane holds 21 others at the least', 'LEAST_ON_PLANE = 20u;', 'LEAST_ON_PLANE = 21u;'],
      ['a plane holds 19 others at the least', 'LEAST_ON_PLANE = 20u;', 'LEAST_ON_PLANE = 19u;'],
      ['the median of twelve is the lower one', 'sorted[NEIGHBOURS / 2u]', 'sorted[NEIGHBOURS / 2u - 1u]'],
      [
        'eleven neighbours span the volume',
        'nearest_spectrum(query, NEIGHBOURS)',
        'nearest_spectrum(query, NEIGHBOURS - 1u)',
      ],
    ],
  ),
  ...mutantsOf(
    'src/shaders/analysis/mark_outliers.wgsl',
    [ON_DEVICE],
    [
      ['less than half of the candidates need be thick', '2u * thick >= near', '3u * thick >= near'],
      ['more than half of the candidates have to be thick', '2u * thick >= near', '2u * thick > near'],
      ['less than half of the candidates need be unlike a plane', '2u * unlike >= near', '3u * unlike >= near'],
      ['more than half of the candidates have to be unlike a plane', '2u * unlike >= near', '2u * unlike > near'],
      ['thick or unlike a plane is enough', '>= near && 2u', '>= near || 2u'],
      ['what is no candidate may be an outlier', 'own == 0u || ', ''],
    ],
  ),
  ...mutantsOf(
    'src/shaders/analysis/list_spacing.wgsl',
    ['gpu/analysis/clean-cloud.test.ts'],
    [['the spacing of a list is of seven neighbours', 'j < 9u; j++', 'j < 8u; j++']],
  ),
  ...mutantsOf(
    'src/shaders/analysis/measure_spacing.wgsl',
    ['gpu/analysis/clean-cloud.test.ts'],
    [
      ['the spacing is of seven neighbours', 'KNN_CAPACITY = 9u;', 'KNN_CAPACITY = 8u;'],
      ['the point itself counts in its spacing', 'f32(max(found, 2u) - 1u)', 'f32(max(found, 2u))'],
    ],
  ),
  ...mutantsOf(
    'src/shaders/analysis/moments.wgsl',
    [PLANES],
    [
      ['neighbours weigh 1.2625 at the query, on the device', 'return 1.25 -', 'return 1.2625 -'],
      ['the covariance is not about the mean', 'moments.mixed * scale - mean.yzx * mean.zxy', 'moments.mixed * scale'],
    ],
  ),
  ...mutantsOf(
    'src/shaders/analysis/smallest_axis.wgsl',
    [PLANES],
    [
      ['the confidence is by the largest root', '1.0 - values.x / values.y', '1.0 - values.x / values.z'],
      ['the axis is that of the largest root', '} else if (d.z < d.x) {', '} else if (d.z > d.x) {'],
    ],
  ),
  ...mutantsOf(
    'src/shaders/analysis/ball_radius.wgsl',
    [PLANES],
    [
      ['a bin may hold a half of the wanted points', 'max(4u, wanted / 8u)', 'max(4u, wanted / 2u)'],
      ['the radius is that of the next point', '(f32(wanted - before) + 0.5)', '(f32(wanted - before) + 2.5)'],
      ['the radius is that of the wanted point itself', '(f32(wanted - before) + 0.5)', 'f32(wanted - before)'],
      [
        'a ball that is known to be too small is not',
        'too_few = squared;',
        'too_few = 0.0;',
        'Only the bracket of later guesses is wider: the search ends at the same count, some rounds later.',
      ],
    ],
  ),
  ...mutantsOf(
    'src/shaders/analysis/ball_walk.wgsl',
    [PLANES],
    [
      ['the last leaf is not visited', 'left <= node_count && (offset <= 0.0', 'left < node_count && (offset <= 0.0'],
      [
        'a ball that touches a plane does not cross it',
        'offset * offset <= radius_squared',
        'offset * offset < 0.5 * radius_squared',
      ],
    ],
  ),
  ...mutantsOf(
    'src/shaders/analysis/fit_ball_planes.wgsl',
    [PLANES],
    [['neighbours at the rim are left out', 'if (walk_squared <= squared) {', 'if (walk_squared <= 0.96 * squared) {']],
  ),
  ...mutantsOf(
    'src/engine/analysis/rank-gaps.ts',
    ['unit/analysis/rank-gaps.test.ts'],
    [
      ['clouds are uneven from 2.52 on', 'LEAST_SPREAD = 2.5;', 'LEAST_SPREAD = 2.53;'],
      ['clouds are uneven from 2.48 on', 'LEAST_SPREAD = 2.5;', 'LEAST_SPREAD = 2.47;'],
      ['the narrow gaps are those of .055', '[0.05, 0.1, 0.95]', '[0.055, 0.1, 0.95]'],
      ['the narrow gaps are those of .045', '[0.05, 0.1, 0.95]', '[0.045, 0.1, 0.95]'],
      ['the fine gaps are those of .101', '[0.05, 0.1, 0.95]', '[0.05, 0.101, 0.95]'],
      ['the fine gaps are those of .099', '[0.05, 0.1, 0.95]', '[0.05, 0.099, 0.95]'],
      ['the wide gaps are those of .96', '[0.05, 0.1, 0.95]', '[0.05, 0.1, 0.96]'],
      ['the wide gaps are those of .94', '[0.05, 0.1, 0.95]', '[0.05, 0.1, 0.94]'],
      ['gaps count by points', '(below += gap ** 2) >=', '(below += area / count) >='],
      ['gaps are those of single points', 'return upperMedian(near);', 'return gaps[i]!;'],
    ],
  ),
];
