import { type Mutant, mutantsOf } from './mutant.ts';

const THRESHOLDS = 'unit/orientation/thresholds.test.ts';
const ON_DEVICE = 'gpu/orientation/thresholds.test.ts';
const KERNELS = 'gpu/orientation/kernels.test.ts';

export const ORIENTATION_MUTANTS: readonly Mutant[] = [
  ...mutantsOf(
    'src/engine/orientation/choose-signs.ts',
    [THRESHOLDS, 'unit/orientation/parts.test.ts'],
    [
      ['parts turn for a gain of .254 only', 'LEAST_GAIN = 0.25;', 'LEAST_GAIN = 0.254;'],
      ['parts turn for a gain of .246', 'LEAST_GAIN = 0.25;', 'LEAST_GAIN = 0.246;'],
      ['a pair turns for the gain of one', '(sampleCounts[q]! + sampleCounts[r]!)', 'sampleCounts[q]!'],
      ['what a pair gains together counts half', 'return 8 * this.#signs[q]!', 'return 4 * this.#signs[q]!'],
      [
        'what a turn changes has the wrong sign',
        '(2 * this.#sums[q]! - 4 * others)',
        '(2 * this.#sums[q]! + 4 * others)',
      ],
      ['signs do not turn after a flip', 'this.#signs[q] = -this.#signs[q]!;', 'this.#signs[q] = this.#signs[q]!;'],
    ],
  ),
  ...mutantsOf(
    'src/engine/orientation/adopt-file-normals.ts',
    [THRESHOLDS, 'unit/orientation/adopt-file-normals.test.ts'],
    [
      ['a normal of the file agrees at .506', 'AGREEING = 0.5;', 'AGREEING = 0.506;'],
      ['a normal of the file agrees at .494', 'AGREEING = 0.5;', 'AGREEING = 0.494;'],
      ['normals of the file are adopted at .798', 'LEAST_AGREEMENT = 0.8;', 'LEAST_AGREEMENT = 0.798;'],
      ['normals of the file are adopted at .808', 'LEAST_AGREEMENT = 0.8;', 'LEAST_AGREEMENT = 0.808;'],
      ['an agreement of just four fifths is refused', 'agreement < LEAST_AGREEMENT', 'agreement <= LEAST_AGREEMENT'],
      ['unknown neighbours vote', 'if (known[k] === 0) continue;', 'if (known[k] === 2) continue;'],
    ],
  ),
  ...mutantsOf(
    'src/engine/orientation/adopt-sensors.ts',
    ['unit/orientation/adopt-sensors.test.ts'],
    [
      ['a point is seen well from .304 on', 'WELL_SEEN = 0.3;', 'WELL_SEEN = 0.304;'],
      ['a point is seen well from .296 on', 'WELL_SEEN = 0.3;', 'WELL_SEEN = 0.296;'],
      ['a patch is settled from .152 on', 'LEAST_SEEN = 0.15;', 'LEAST_SEEN = 0.152;'],
      ['a patch is settled from .148 on', 'LEAST_SEEN = 0.15;', 'LEAST_SEEN = 0.148;'],
      ['three rings follow', 'RINGS = 2;', 'RINGS = 3;'],
      ['one ring follows', 'RINGS = 2;', 'RINGS = 1;'],
      ['neighbours settle a point with 1.02', 'LEAST_VOTE = 1;', 'LEAST_VOTE = 1.02;'],
      ['neighbours settle a point with .98', 'LEAST_VOTE = 1;', 'LEAST_VOTE = 0.98;'],
      ['well seen points that disagree are joined', 'disagreeing++;', 'sets.unite(i, k, true);'],
      [
        'poorly seen points take the sign of their neighbour',
        'sets.unite(i, k, cosine < 0);',
        'sets.unite(i, k, false);',
      ],
    ],
  ),
  ...mutantsOf(
    'src/engine/orientation/held-sides.ts',
    ['unit/orientation/adopt-sensors.test.ts'],
    [
      ['.505 % may wait', 'MOST_WAITING = 0.005;', 'MOST_WAITING = 0.00505;'],
      ['.495 % may wait', 'MOST_WAITING = 0.005;', 'MOST_WAITING = 0.00495;'],
    ],
  ),
  ...mutantsOf(
    'src/engine/orientation/judge-sheets.ts',
    [THRESHOLDS, 'unit/orientation/sheets.test.ts'],
    [
      ['sheets are there from .0505 on', 'LEAST_SHARE = 0.05;', 'LEAST_SHARE = 0.0505;'],
      ['sheets are there from .0495 on', 'LEAST_SHARE = 0.05;', 'LEAST_SHARE = 0.0495;'],
      ['nine neighbours keep company', 'NEAREST = 8;', 'NEAREST = 9;'],
      ['three neighbours are company', 'LEAST_NEAREST = 4;', 'LEAST_NEAREST = 3;'],
      ['five neighbours are company', 'LEAST_NEAREST = 4;', 'LEAST_NEAREST = 5;'],
      ['sheets are linked by eleven neighbours', 'LINKS = 12;', 'LINKS = 11;'],
      ['sheets are linked by thirteen neighbours', 'LINKS = 12;', 'LINKS = 13;'],
      ['a side ends at .505', 'SAME_SIDE = 0.5;', 'SAME_SIDE = 0.51;'],
      ['a side ends at .495', 'SAME_SIDE = 0.5;', 'SAME_SIDE = 0.49;'],
      ['the plane of a side took two numbers', '/ (points.length - 3)', '/ (points.length - 2)'],
      [
        'noise of sheets may be more than was given',
        'Math.min(input.noiseNorm, noiseWithinSides(input, layers))',
        'noiseWithinSides(input, layers)',
      ],
    ],
  ),
  ...mutantsOf(
    'src/engine/orientation/sheet-candidates.ts',
    ['unit/orientation/sheet-candidates.test.ts'],
    [
      ['planes are sure from .9595 on', 'SURE_PLANE = 0.95;', 'SURE_PLANE = 0.9595;'],
      ['planes are sure from .9405 on', 'SURE_PLANE = 0.95;', 'SURE_PLANE = 0.9404;'],
      ['noise lowers sure planes by 10.11', 'NOISE_SHARE = 10;', 'NOISE_SHARE = 10.11;'],
      ['noise lowers sure planes by 9.89', 'NOISE_SHARE = 10;', 'NOISE_SHARE = 9.89;'],
      ['a sample needs a share of .02525', 'LEAST_SAMPLE_SHARE = 0.025;', 'LEAST_SAMPLE_SHARE = 0.02526;'],
      ['a sample needs a share of .02475', 'LEAST_SAMPLE_SHARE = 0.025;', 'LEAST_SAMPLE_SHARE = 0.02474;'],
      ['the first runs are the sample', '(run * 0.6180339887498949) % 1 < 1 / step', 'run < 1024'],
      ['the other candidates are forgotten', 'else others[otherCount++] = i;', ''],
    ],
  ),
  ...mutantsOf(
    'src/engine/orientation/turn-sheets.ts',
    [THRESHOLDS, 'unit/orientation/sheets.test.ts'],
    [
      ['sheets of which nothing is known turn inward', '< 0 ? -1 : 1', '<= 0 ? -1 : 1'],
      ['long directions have more votes', '+= along / length', '+= along'],
    ],
  ),
  ...mutantsOf(
    'src/engine/orientation/refit-sides.ts',
    [THRESHOLDS],
    [
      ['planes are refitted in noise of .2525', 'MOST_NOISE_SPACINGS = 0.25;', 'MOST_NOISE_SPACINGS = 0.2525;'],
      [
        'planes are refitted in noise of just a quarter',
        'noiseNorm < MOST_NOISE_SPACINGS',
        'noiseNorm <= MOST_NOISE_SPACINGS',
      ],
    ],
  ),
  ...mutantsOf(
    'src/engine/orientation/repair-patches.ts',
    [THRESHOLDS, 'unit/orientation/repair-patches.test.ts'],
    [
      ['patches end at a cosine of .86', 'PARALLEL = 0.85;', 'PARALLEL = 0.86;'],
      ['patches end at a cosine of .84', 'PARALLEL = 0.85;', 'PARALLEL = 0.84;'],
      ['patches end at a slope of .304', 'PLANE_SLOPE = 0.3;', 'PLANE_SLOPE = 0.304;'],
      ['patches reach 1.52 deviations', 'PLANE_NOISE = 1.5;', 'PLANE_NOISE = 1.52;'],
      ['patches turn from a strength of 1.01 on', 'LEAST_STRENGTH = 1;', 'LEAST_STRENGTH = 1.01;'],
      ['patches turn from a strength of .99 on', 'LEAST_STRENGTH = 1;', 'LEAST_STRENGTH = 0.99;'],
      ['nine neighbours make edges', 'PATCH_NEAREST = 11;', 'PATCH_NEAREST = 10;'],
      ['patches dispute up to a height of .101', 'MOST_HEIGHT = 0.1;', 'MOST_HEIGHT = 0.102;'],
      ['patches dispute up to a height of .099', 'MOST_HEIGHT = 0.1;', 'MOST_HEIGHT = 0.098;'],
      ['only the sides of sheets are no dispute', 'Math.abs(height) > MOST', 'height > MOST'],
      ['only the sides of gaps are no dispute', 'Math.abs(height) > MOST', '-height > MOST'],
      [
        'heights are above one end alone',
        '(normals[4 * i + axis]! - normals[4 * k + axis]!)) / 2',
        'normals[4 * i + axis]!) / 2',
      ],
      [
        'the strength is by the larger patch',
        'Math.sqrt(Math.min(sizes[p]!, sizes[q]!))',
        'Math.sqrt(Math.max(sizes[p]!, sizes[q]!))',
      ],
      ['the weakest dispute is settled first', 'b.strength - a.strength', 'a.strength - b.strength'],
      ['the larger side turns', 'balance[sets.find(p)]! >= 0', 'balance[sets.find(p)]! < 0'],
    ],
  ),
  ...mutantsOf(
    'src/engine/orientation/signed-sets.ts',
    ['unit/orientation/signed-sets.test.ts'],
    [['the sign of a union is forgotten', '^ Number(opposite)', '^ 0']],
  ),
  ...mutantsOf(
    'src/engine/orientation/smooth-patches.ts',
    [THRESHOLDS],
    [
      ['points join at a cosine of .304', 'JOIN_COSINE = 0.3;', 'JOIN_COSINE = 0.304;'],
      ['points join at a cosine of .297', 'JOIN_COSINE = 0.3;', 'JOIN_COSINE = 0.296;'],
      ['three rings join', 'JOIN_ROUNDS = 4;', 'JOIN_ROUNDS = 3;'],
      ['patches have nine points', 'LEAST_POINTS = 8;', 'LEAST_POINTS = 9;'],
      ['patches have a 4,950th of the points', 'LEAST_SHARE = 1 / 5000;', 'LEAST_SHARE = 1 / 4950;'],
      ['planes may fit 3.03 times worse', '1 - 3 * (1 -', '1 - 3.03 * (1 -'],
      ['planes may fit .0306 worse', '- 0.03;', '- 0.0306;'],
    ],
  ),
  ...mutantsOf(
    'src/engine/orientation/turn-parts.ts',
    [THRESHOLDS],
    [
      ['scenes are wrong from .01515 on', 'LEAST_ENERGY = 0.015;', 'LEAST_ENERGY = 0.0152;'],
      ['scenes are open from .0808 on', 'MOST_ENERGY = 0.08;', 'MOST_ENERGY = 0.081;'],
      [
        'scenes are wrong or closed',
        'energy > LEAST_ENERGY && energy < MOST_ENERGY',
        'energy > LEAST_ENERGY || energy < MOST_ENERGY',
      ],
    ],
  ),
  ...mutantsOf(
    'src/engine/orientation/part-sums.ts',
    ['gpu/orientation/turn-parts.test.ts'],
    [['the middle of a part is 0', '(value - 0.5) ** 2', 'value ** 2']],
  ),
  ...mutantsOf(
    'src/engine/orientation/judge-file-sides.ts',
    ['unit/orientation/judge-file-sides.test.ts'],
    [
      ['patches have one sign from .909 on', 'ONE_SIGN = 0.9;', 'ONE_SIGN = 0.9005;'],
      ['patches have one sign from .899 on', 'ONE_SIGN = 0.9;', 'ONE_SIGN = 0.8985;'],
      ['.1009 of the points may be mixed', 'MOST_MIXED = 0.1;', 'MOST_MIXED = 0.101;'],
      ['just a tenth may not be mixed', 'mixedShare > MOST_MIXED', 'mixedShare >= MOST_MIXED'],
      ['files may be 1.51 times as bad', 'MOST_GROWTH = 1.5;', 'MOST_GROWTH = 1.51;'],
      ['files may be 1.49 times as bad', 'MOST_GROWTH = 1.5;', 'MOST_GROWTH = 1.49;'],
      ['files may have .0152', 'LEAST_LIMIT = 0.015;', 'LEAST_LIMIT = 0.0152;'],
      ['files may have .0148', 'LEAST_LIMIT = 0.015;', 'LEAST_LIMIT = 0.0148;'],
      ['clouds are open from .0802 on', 'OPEN_ENERGY = 0.08;', 'OPEN_ENERGY = 0.0802;'],
      ['clouds are open from .0798 on', 'OPEN_ENERGY = 0.08;', 'OPEN_ENERGY = 0.0798;'],
      ['the minority decides a patch', 'Number(share > 0.5)', 'Number(share < 0.5)'],
      ['strays are those that agree', 'if (is !== flip) stray++;', 'if (is === flip) stray++;'],
    ],
  ),
  ...mutantsOf(
    'src/engine/orientation/check-file-normals.ts',
    ['unit/orientation/judge-file-sides.test.ts', 'gpu/orientation/orient-normals.test.ts'],
    [
      ['.0302 stray signs are kept', 'MOST_STRAY = 0.03;', 'MOST_STRAY = 0.0302;'],
      ['.0298 stray signs are kept', 'MOST_STRAY = 0.03;', 'MOST_STRAY = 0.0298;'],
      ['mirrored normals are not turned', 'isMirrored ? turnedRound(taken, () => true) : taken', 'taken'],
      ['the mirror is the file', 'sums.of(turnedRound(ofFile, () => true))', 'sums.of(ofFile)'],
      ['patches never take the majority', 'isPointwise(strayShare) ? ofFile : byPatch', 'ofFile'],
    ],
  ),
  ...mutantsOf(
    'src/engine/orientation/judge-repair.ts',
    ['unit/orientation/judge-repair.test.ts', 'gpu/orientation/turn-parts.test.ts'],
    [
      ['a turn may cost .505 a sample', 'MOST_RISE = 0.5;', 'MOST_RISE = 0.505;'],
      ['a turn may cost .495 a sample', 'MOST_RISE = 0.5;', 'MOST_RISE = 0.495;'],
      ['sets from .0101 on are judged', 'LEAST_SET_SHARE = 0.01;', 'LEAST_SET_SHARE = 0.0101;'],
      ['sets from .0099 on are judged', 'LEAST_SET_SHARE = 0.01;', 'LEAST_SET_SHARE = 0.0089;'],
      ['the smallest sets come first', 'setSizes[b]! - setSizes[a]!', 'setSizes[a]! - setSizes[b]!'],
      ['open scenes are judged as well', 'if (meanSquare(winding) >= MOST_ENERGY_BEFORE) return flips();', ''],
      ['a part turns once instead of twice', 'winding[at]! - 2 * own - 0.5', 'winding[at]! - own - 0.5'],
      ['a refused set turns', 'turns[set + 1] = 0;', 'turns[set + 1] = 1;'],
    ],
  ),
  ...mutantsOf(
    'src/engine/orientation/quadric-normals.ts',
    [THRESHOLDS],
    [
      ['balls of 9.09 deviations', 'RADIUS_DEVIATIONS = 9;', 'RADIUS_DEVIATIONS = 9.09;'],
      ['balls of 3.535 spacings', 'RADIUS_SPACINGS = 3.5;', 'RADIUS_SPACINGS = 3.535;'],
      ['quadrics leave 1.212 deviations', 'RESIDUAL_DEVIATIONS = 1.2;', 'RESIDUAL_DEVIATIONS = 1.212;'],
      ['balls of 404 points', 'MOST_NEIGHBOURS = 400;', 'MOST_NEIGHBOURS = 404;'],
    ],
  ),
  ...mutantsOf(
    'src/engine/orientation/sharpen-normals.ts',
    [THRESHOLDS],
    [
      ['planes pass within .2525 spacings', '0.25 * spacingNorm', '0.2525 * spacingNorm'],
      ['planes pass within 2.02 deviations', '2 * noiseNorm', '2.02 * noiseNorm'],
    ],
  ),
  ...mutantsOf(
    'src/engine/orientation/winding-consistency.ts',
    [THRESHOLDS],
    [
      ['pairs are dropped from 2.02 spacings down', '2 * spacing,', '2.02 * spacing,'],
      ['pairs are dropped from 12.12 deviations down', '12 * scale.noiseNorm', '12.12 * scale.noiseNorm'],
      ['pairs are dropped down to .2525 spacings', '0.25 * spacing,', '0.2525 * spacing,'],
      ['pairs are dropped down to 3.03 deviations', '3 * scale.noiseNorm', '3.03 * scale.noiseNorm'],
      [
        'dipoles are as far apart as points',
        'Math.sqrt(pointCount / dipoleCount)',
        'Math.sqrt(dipoleCount / pointCount)',
      ],
    ],
  ),
  ...mutantsOf(
    'src/engine/orientation/winding-field.ts',
    [THRESHOLDS],
    [
      ['the middle is measured .7575 voxels off', '0.75 * FIRST_VOXEL', '0.7575 * FIRST_VOXEL'],
      ['the middle is measured 3.03 deviations off', '3 * noiseNorm', '3.03 * noiseNorm'],
    ],
  ),
  ...mutantsOf(
    'src/engine/orientation/winding-field.ts',
    ['gpu/orientation/thresholds.test.ts'],
    [['areas are 1 % smaller', '(4 * planes.neighbourCount)', '(4.04 * planes.neighbourCount)']],
  ),
  ...mutantsOf(
    'src/engine/orientation/build-winding-tree.ts',
    [THRESHOLDS, 'unit/orientation/build-winding-tree.test.ts'],
    [
      ['nodes stand for their points from 2.02 radii on', 'ACCEPT_RADII = 2;', 'ACCEPT_RADII = 2.02;'],
      ['leaves have nine points', 'LEAF_POINTS = 8;', 'LEAF_POINTS = 9;'],
      [
        'a cube shrinks to the wrong side',
        '(only >> axis) & 1 ? shift : -shift',
        '(only >> axis) & 1 ? -shift : shift',
      ],
      [
        'the walk enters a node after it skipped it',
        'this.#skips[entry] = this.#entryCount;',
        'this.#skips[entry] = this.#entryCount - 1;',
      ],
    ],
  ),
  ...mutantsOf(
    'src/engine/orientation/representatives.ts',
    ['unit/orientation/representatives.test.ts'],
    [
      [
        'the last representative is left out',
        'randomBits(seed, STREAM, i) <= threshold',
        'randomBits(seed, STREAM, i) < threshold',
      ],
    ],
  ),
  ...mutantsOf(
    'src/shaders/orientation/vote_signs.wgsl',
    [ON_DEVICE],
    [
      ['neighbours vote up to a slope of .303', 'PLANE_SLOPE = 0.3;', 'PLANE_SLOPE = 0.304;'],
      ['neighbours vote up to 2.02 deviations', 'PLANE_NOISE = 2.0;', 'PLANE_NOISE = 2.02;'],
      ['neighbours vote from a cosine of .707 on', 'PARALLEL = 0.7;', 'PARALLEL = 0.708;'],
      ['votes count from a weight of 2.525 on', 'LEAST_WEIGHT = 2.5;', 'LEAST_WEIGHT = 2.526;'],
      ['.303 are a majority', 'MAJORITY = 0.3;', 'MAJORITY = 0.304;'],
      ['the last neighbour does not vote', 'j < params.listed; j++', 'j + 1u < params.listed; j++'],
    ],
  ),
  ...mutantsOf(
    'src/shaders/orientation/adopt_sides.wgsl',
    [ON_DEVICE],
    [
      ['the share votes up to a slope of .303', 'PLANE_SLOPE = 0.3;', 'PLANE_SLOPE = 0.304;'],
      ['the share votes up to 2.02 deviations', 'PLANE_NOISE = 2.0;', 'PLANE_NOISE = 2.02;'],
      ['the share votes from a cosine of .707 on', 'PARALLEL = 0.7;', 'PARALLEL = 0.708;'],
    ],
  ),
  ...mutantsOf(
    'src/shaders/orientation/find_layers.wgsl',
    [ON_DEVICE],
    [
      ['sides hold .1515 of the variance', 'WITHIN_SHARE = 0.15;', 'WITHIN_SHARE = 0.1515;'],
      ['sides are flat up to .0808', 'FLAT = 0.08;', 'FLAT = 0.0808;'],
      [
        'sides lie 4.04 deviations apart',
        'APART_DEVIATIONS = 4.0;',
        'APART_DEVIATIONS = 4.04;',
        'Sides that hold less than .15 of the variance lie at least 4.76 deviations apart: the bound begins to bind there.',
      ],
      ['sides lie .3535 spacings apart', 'APART_SPACINGS = 0.35;', 'APART_SPACINGS = 0.3538;'],
      ['axes are stable from .707 on', 'STABLE_COSINE = 0.7;', 'STABLE_COSINE = 0.707;'],
      ['points are off their side from .303 on', 'OFF_SHARE = 0.3;', 'OFF_SHARE = 0.303;'],
    ],
  ),
  ...mutantsOf(
    'src/shaders/orientation/find_layers.wgsl',
    ['gpu/orientation/sheets.test.ts'],
    [['axes point to the other side', 'select(-normal, normal, is_above)', 'select(normal, -normal, is_above)']],
  ),
  ...mutantsOf(
    'src/shaders/orientation/orient_axes.wgsl',
    [ON_DEVICE],
    [
      ['axes are across up to .2525', 'ACROSS = 0.25;', 'ACROSS = 0.2528;'],
      ['there is hardly a plane up to .606', 'HARDLY_A_PLANE = 0.6;', 'HARDLY_A_PLANE = 0.6065;'],
      ['axes across the gradient or hardly planes', 'abs(cosine) < ACROSS && axis.w', 'abs(cosine) < ACROSS || axis.w'],
    ],
  ),
  ...mutantsOf(
    'src/shaders/orientation/refit_sides.wgsl',
    [ON_DEVICE],
    [
      ['neighbours face away from -.306 on', 'OPPOSITE = -0.3;', 'OPPOSITE = -0.306;'],
      ['neighbours face away from -.294 on', 'OPPOSITE = -0.3;', 'OPPOSITE = -0.294;'],
      ['neighbours face the same way from .306 on', 'SAME = 0.3;', 'SAME = 0.306;'],
      ['five points make a plane', 'LEAST_POINTS = 6u;', 'LEAST_POINTS = 5u;'],
      ['eleven points make a plane', 'MOST_POINTS = 12u;', 'MOST_POINTS = 11u;'],
      ['thirteen points make a plane', 'MOST_POINTS = 12u;', 'MOST_POINTS = 13u;'],
      ['planes are flat up to .255', 'FLAT = 0.25;', 'FLAT = 0.255;'],
    ],
  ),
  ...mutantsOf(
    'src/shaders/orientation/lender.wgsl',
    [ON_DEVICE],
    [
      ['normals are borrowed up to .9797', 'BORROWER_CONFIDENCE = 0.97;', 'BORROWER_CONFIDENCE = 0.9797;'],
      ['normals are lent from .975 on', 'LENDER_CONFIDENCE = 0.985;', 'LENDER_CONFIDENCE = 0.975;'],
      ['normals are borrowed from a cosine of .204 on', 'LEAST_COSINE = 0.2;', 'LEAST_COSINE = 0.204;'],
      ['distance costs .0204', 'DISTANCE_COST = 0.02;', 'DISTANCE_COST = 0.0204;'],
    ],
  ),
  ...mutantsOf(
    'src/shaders/orientation/sharpen_normals.wgsl',
    ['gpu/orientation/sharpen-normals.test.ts'],
    [['a point borrows from the first that is near enough', 'best = offset;', 'best = 0.0;']],
  ),
  ...mutantsOf(
    'src/shaders/orientation/lend_edges.wgsl',
    ['gpu/orientation/spread-normals.test.ts'],
    [
      ['four of the share tell of an edge', 'const NEAREST_SHARE = 3u;', 'const NEAREST_SHARE = 4u;'],
      ['two of the share tell of an edge', 'const NEAREST_SHARE = 3u;', 'const NEAREST_SHARE = 2u;'],
      ['a point borrows from the first of the share that is near enough', 'best = offset;', 'best = 0.0;'],
    ],
  ),
  ...mutantsOf(
    'src/engine/orientation/spread-normals.ts',
    ['gpu/orientation/spread-normals.test.ts'],
    [
      ['a quadric reaches 1.818 gaps', 'const REACH_GAPS = 1.8;', 'const REACH_GAPS = 1.818;'],
      ['quadrics are fitted once', 'const ROUNDS = 2;', 'const ROUNDS = 1;'],
      ['edges lend from .2525 of borrowers on', 'const LEAST_BORROWED = 0.25;', 'const LEAST_BORROWED = 0.2525;'],
      ['edges lend from .2475 of borrowers on', 'const LEAST_BORROWED = 0.25;', 'const LEAST_BORROWED = 0.2475;'],
      ['noisy edges lend', ' && showsEdges(scale);', ';'],
    ],
  ),
  ...mutantsOf(
    'src/shaders/orientation/quadric_normals.wgsl',
    [ON_DEVICE, 'gpu/orientation/quadric-normals.test.ts'],
    [
      ['eleven points make a quadric', 'LEAST_POINTS = 12u;', 'LEAST_POINTS = 11u;'],
      ['thirteen points make a quadric', 'LEAST_POINTS = 12u;', 'LEAST_POINTS = 13u;'],
      ['balls shrink by .78', 'SHRINK = 0.7746;', 'SHRINK = 0.78;'],
      ['quadrics take in cosines from .31 on', 'LEAST_COSINE = 0.3;', 'LEAST_COSINE = 0.31;'],
      ['neighbours count in full from .81 on', 'FULL_COSINE = 0.8;', 'FULL_COSINE = 0.81;'],
      ['neighbours weigh a fifth at the rim', '1.0 - 0.9 * walk_squared', '1.0 - 0.8 * walk_squared'],
      ['the slope has the wrong sign', 'normalize(n - slope.x * u', 'normalize(n + slope.x * u'],
    ],
  ),
  ...mutantsOf(
    'src/shaders/orientation/quadric.wgsl',
    ['gpu/orientation/quadric-normals.test.ts'],
    [['a mixed term counts half', '(*sums).heights[4] += height * xy;', '(*sums).heights[4] += 0.5 * height * xy;']],
  ),
  ...mutantsOf(
    'src/shaders/orientation/sum_winding.wgsl',
    ['gpu/orientation/tree-sums.test.ts'],
    [['the winding number has the wrong sign', 'sum -= (x * moment.x', 'sum += (x * moment.x']],
  ),
  ...mutantsOf(
    'src/shaders/orientation/sum_gradient.wgsl',
    ['gpu/orientation/tree-sums.test.ts'],
    [['the radial part of the gradient counts twice', '3.0 * along * weight', '2.0 * along * weight']],
  ),
  ...mutantsOf(
    'src/shaders/orientation/quad.wgsl',
    ['gpu/orientation/tree-sums.test.ts'],
    [
      [
        'pairs closer than the width count',
        'squared >= vec4f(least_squared)',
        'squared >= vec4f(0.25 * least_squared)',
      ],
    ],
  ),
  ...mutantsOf(
    'src/shaders/orientation/place_residuals.wgsl',
    [KERNELS],
    [['the residual has the wrong sign', '0.5 - winding[i]', 'winding[i] - 0.5']],
  ),
];
