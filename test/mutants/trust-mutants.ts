import { type Mutant, mutantsOf } from './mutant.ts';

const FORMULA = ['unit/trust/uncertainty.test.ts'];
const FEET = ['unit/trust/find-feet.test.ts'];
const ON_DEVICE = ['gpu/trust/measure-trust.test.ts'];

export const TRUST_MUTANTS: readonly Mutant[] = [
  ...mutantsOf('src/engine/trust/uncertainty.ts', FORMULA, [
    ['2.16 points are averaged', 'LEAST_AVERAGED = 2.14;', 'LEAST_AVERAGED = 2.16;'],
    ['67.6 points a spacing of noise are averaged', 'AVERAGED_PER_SPACING = 66.9;', 'AVERAGED_PER_SPACING = 67.6;'],
    ['turning counts .318', 'TURNING = 0.315;', 'TURNING = 0.318;'],
    ['rounding counts 6.22', 'ROUNDING = 6.16;', 'ROUNDING = 6.22;'],
    ['an overhang counts .824', 'OVERHANG = 0.816;', 'OVERHANG = 0.824;'],
    ['noise explains .202 of an offset', 'OFFSET_NOISE = 0.2;', 'OFFSET_NOISE = 0.202;'],
    ['a guess begins at 1.82 spacings', 'SUPPORT_SPACINGS = 1.8;', 'SUPPORT_SPACINGS = 1.82;'],
    ['a guess begins at 1.78 spacings', 'SUPPORT_SPACINGS = 1.8;', 'SUPPORT_SPACINGS = 1.78;'],
    ['a guess begins at 2.53 deviations', 'SUPPORT_NOISES = 2.5;', 'SUPPORT_NOISES = 2.53;'],
    ['a guess begins at 2.47 deviations', 'SUPPORT_NOISES = 2.5;', 'SUPPORT_NOISES = 2.47;'],
  ]),
  ...mutantsOf(
    'src/engine/trust/between-vertices.ts',
    ['unit/trust/between-vertices.test.ts'],
    [
      ['every fifth vertex is measured', 'WIDEST_STRIDE = 4;', 'WIDEST_STRIDE = 5;'],
      ['half of the neighbours make a guess', '2 * guesses[vertex]! > count', '2 * guesses[vertex]! >= count'],
      ['what is settled stays unknown', 'isKnown[vertex] = 1;', 'isKnown[vertex] = 0;'],
    ],
  ),
  ...mutantsOf('src/engine/trust/find-feet.ts', FEET, [
    ['cells are left out half a side too soon', 'const SLACK = 1e-6;', 'const SLACK = -0.5;'],
    ['of equally near vertices the last is taken', 'vertex > this.#vertex)', 'vertex < this.#vertex)'],
    ['a foot may be nine cells away', 'const MOST_RINGS = 8;', 'const MOST_RINGS = 9;'],
    ['a foot may be seven cells away', 'const MOST_RINGS = 8;', 'const MOST_RINGS = 7;'],
  ]),
  ...mutantsOf('src/shaders/trust/measure_vertices.wgsl', ON_DEVICE, [
    ['the lower median is taken', 'found / 2u) {', '(found - 1u) / 2u) {'],
    ['the height is by one slope', 'dot(way, n + normal)', 'dot(way, n + n)'],
    ['points that face away support', 'const FACING = -0.3;', 'const FACING = -2.0;'],
    ['the middle may be .42 of the radius away', 'const EVEN_OFFSET = 0.4;', 'const EVEN_OFFSET = 0.42;'],
  ]),
  ...mutantsOf('src/shaders/trust/describe_points.wgsl', ON_DEVICE, [
    ['a rim leaves 2.2 radians empty', 'const RIM_GAP = 2.6;', 'const RIM_GAP = 2.2;'],
    ['fifteen points are looked at', 'const KNN_CAPACITY = 16u;', 'const KNN_CAPACITY = 15u;'],
  ]),
  ...mutantsOf('src/shaders/trust/turning.wgsl', ON_DEVICE, [
    ['a trend costs nothing', '(count - 3.0);', 'count;'],
    ['no trend is taken out', 'left - told / determinant', 'left'],
  ]),
  ...mutantsOf(
    'src/engine/finish/carry-trust.ts',
    ['unit/finish/carry-trust.test.ts'],
    [
      ['a hole begins .51 of an edge beyond', 'BEYOND_SHARE = 0.5;', 'BEYOND_SHARE = 0.51;'],
      ['a hole begins .49 of an edge beyond', 'BEYOND_SHARE = 0.5;', 'BEYOND_SHARE = 0.49;'],
      ['the distance is left out', 'uncertainty ** 2 + search.distanceSquared', 'uncertainty ** 2'],
      ['a majority of .6 makes a guess', 'share >= 0.5 ? 1 : 0', 'share >= 0.61 ? 1 : 0'],
    ],
  ),
];
