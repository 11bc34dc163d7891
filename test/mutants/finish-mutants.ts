import { type Mutant, mutantsOf } from './mutant.ts';

const THRESHOLDS = 'unit/finish/thresholds.test.ts';
const HOLES = 'unit/finish/judge-holes.test.ts';
const FLIPS = 'unit/finish/flip-diagonals.test.ts';

const HANDLES = 'unit/finish/handles/close-handles.test.ts';
const FALSE_HANDLES = 'unit/finish/handles/false-handles.test.ts';

export const FINISH_MUTANTS: readonly Mutant[] = [
  ...mutantsOf(
    'src/engine/texture-obstacle.ts',
    ['unit/finish/texture/texture-mesh.test.ts'],
    [
      [
        'textures are for 505,000 triangles',
        'MOST_TEXTURED_TRIANGLES = 500_000;',
        'MOST_TEXTURED_TRIANGLES = 505_000;',
      ],
      [
        'textures are for 495,000 triangles',
        'MOST_TEXTURED_TRIANGLES = 500_000;',
        'MOST_TEXTURED_TRIANGLES = 495_000;',
      ],
    ],
  ),
  ...mutantsOf(
    'src/engine/finish/texture/spread-pixels.ts',
    ['unit/finish/texture/texture-mesh.test.ts'],
    [
      ['pictures are spread by nine pixels', 'SPREAD_ROUNDS = 8;', 'SPREAD_ROUNDS = 9;'],
      ['pictures are spread by seven pixels', 'SPREAD_ROUNDS = 8;', 'SPREAD_ROUNDS = 7;'],
    ],
  ),
  ...mutantsOf(
    'src/engine/finish/texture/tangent-frames.ts',
    ['unit/finish/texture/texture-mesh.test.ts'],
    [['up is down', 'v[0]! - v[1]!, v[0]! - v[2]!', 'v[1]! - v[0]!, v[2]! - v[0]!']],
  ),
  ...mutantsOf(
    'src/engine/finish/fill/nested-rims.ts',
    ['unit/finish/fill/close-holes.test.ts'],
    [
      ['islands lie .28 of an extent over their hole', 'MOST_LIFT = 0.25;', 'MOST_LIFT = 0.28;'],
      ['islands lie .22 of an extent over their hole', 'MOST_LIFT = 0.25;', 'MOST_LIFT = 0.22;'],
      ['outer borders are holes', 'MOST_OUTWARD = 0.5;', 'MOST_OUTWARD = 2;'],
    ],
  ),
  ...mutantsOf(
    'src/engine/finish/fill/triangulate-ring.ts',
    ['unit/finish/fill/close-holes.test.ts'],
    [['islands go round as their hole does', 'innerStart + innerCount - (step', 'innerStart + innerCount + (step']],
  ),
  ...mutantsOf(
    'src/engine/finish/fill/triangulate-islands.ts',
    ['unit/finish/fill/close-holes.test.ts'],
    [
      ['a bridge leaves its vertex on any side', 'if (each !== vertex) return false;', 'return each === vertex;'],
      ['ears hold other corners', 'turnOf(places, c, a, vertex) >= 0', 'false'],
      ['holes that face away are seen from behind', 'axis[dropped]! > 0', 'axis[dropped]! < 0'],
    ],
  ),
  ...mutantsOf(
    'src/engine/finish/trim-lengths.ts',
    ['unit/finish/trim-lengths.test.ts'],
    [
      ['regions go from 2.02 lengths on', 'REACH = 2;', 'REACH = 2.02;'],
      ['regions go from 1.98 lengths on', 'REACH = 2;', 'REACH = 1.98;'],
      ['four edges of a rim are needed', 'LEAST_RIM_EDGES = 3;', 'LEAST_RIM_EDGES = 4;'],
      ['two edges of a rim suffice', 'LEAST_RIM_EDGES = 3;', 'LEAST_RIM_EDGES = 2;'],
      ['pits are up to 10.1 squared lengths', 'LEAST_REGION_AREA = 10;', 'LEAST_REGION_AREA = 10.1;'],
      ['pits are up to 9.9 squared lengths', 'LEAST_REGION_AREA = 10;', 'LEAST_REGION_AREA = 9.9;'],
      ['pits are told by the length alone', '!isWholePiece && this.#areas', 'false && this.#areas'],
      ['a small piece is a pit of itself', 'this.#counts[root] === this.#pieceCounts[root]', 'false'],
      [
        'regions keep the reach of one part',
        'Math.max(this.#furthest[root]!, this.#furthest[other]!)',
        'this.#furthest[root]!',
      ],
    ],
  ),
  ...mutantsOf(
    'src/engine/finish/trim-beyond.ts',
    ['unit/finish/trim-beyond.test.ts'],
    [
      ['crumbs are up to 50.5 squared lengths', 'LEAST_PIECE_AREA = 50;', 'LEAST_PIECE_AREA = 50.5;'],
      ['crumbs are up to 49.5 squared lengths', 'LEAST_PIECE_AREA = 50;', 'LEAST_PIECE_AREA = 49.5;'],
      ['pieces that nothing was cut from may be crumbs', 'isCut[root] === 1 && ', ''],
      ['the largest piece may be a crumb', ' && areas[root]! < largest', ''],
    ],
  ),
  ...mutantsOf(
    'src/engine/finish/free-space.ts',
    ['unit/finish/free-space.test.ts'],
    [
      ['four beams free a cell', 'LEAST_CROSSINGS = 3;', 'LEAST_CROSSINGS = 4;'],
      ['two beams free a cell', 'LEAST_CROSSINGS = 3;', 'LEAST_CROSSINGS = 2;'],
      ['beams count from three cells on', 'MARGIN_CELLS = 2;', 'MARGIN_CELLS = 3;'],
      ['beams count from four deviations on', 'MARGIN_DEVIATIONS = 3;', 'MARGIN_DEVIATIONS = 4;'],
      ['beams count from two deviations on', 'MARGIN_DEVIATIONS = 3;', 'MARGIN_DEVIATIONS = 2;'],
      ['beams count however little their place is known', 'Math.min(length, sure, ', 'Math.min(length, '],
      [
        'places are known twice as well',
        '(length * margin) / errors[sensor]!',
        '(2 * length * margin) / errors[sensor]!',
      ],
      ['a triangle needs one vertex in free space', '[0, 1, 2].every(', '[0, 1, 2].some('],
      ['near triangles go as well', 'if (isFar[triangle] === 0) continue;', ''],
    ],
  ),
  ...mutantsOf(
    'src/engine/finish/beam-areas.ts',
    ['unit/finish/free-space.test.ts'],
    [
      ['a slant counts from .202 on', 'LEAST_COSINE = 0.2;', 'LEAST_COSINE = 0.202;'],
      ['a slant counts from .198 on', 'LEAST_COSINE = 0.2;', 'LEAST_COSINE = 0.198;'],
    ],
  ),
  ...mutantsOf(
    'src/engine/finish/handles/false-handles.ts',
    [FALSE_HANDLES],
    [
      ['handles of 5.06 spacings are closed', 'MOST_SPACINGS = 5;', 'MOST_SPACINGS = 5.06;'],
      ['handles of 4.94 spacings are not closed', 'MOST_SPACINGS = 5;', 'MOST_SPACINGS = 4.94;'],
      ['strands flare up to 1.415', 'MOST_FLARE = 1.4;', 'MOST_FLARE = 1.415;'],
      ['strands flare up to 1.385', 'MOST_FLARE = 1.4;', 'MOST_FLARE = 1.385;'],
      ['flares are looked at over 2.02 spacings', 'LEAST_REACH_SPACINGS = 2;', 'LEAST_REACH_SPACINGS = 2.021;'],
      ['flares are looked at over 1.98 spacings', 'LEAST_REACH_SPACINGS = 2;', 'LEAST_REACH_SPACINGS = 1.98;'],
      ['the cloud as a whole has no say', '(spacing) => Math.max(spacing, spacingNorm)', '(spacing) => spacing'],
      [
        'clean points are known to half a per cent less',
        'LEAST_DEVIATION_SPACINGS = 0.5;',
        'LEAST_DEVIATION_SPACINGS = 0.495;',
      ],
      [
        'clean points are known to a per cent more',
        'LEAST_DEVIATION_SPACINGS = 0.5;',
        'LEAST_DEVIATION_SPACINGS = 0.505;',
      ],
      ['loops of 8.1 π deviations are doubted', 'MOST_DEVIATIONS = 8 *', 'MOST_DEVIATIONS = 8.08 *'],
      ['loops of 65 edges are looked for', 'MOST_EDGES = 64;', 'MOST_EDGES = 65;'],
      ['points know better from 3.03 nats on', 'MOST_NATS = 3;', 'MOST_NATS = 3.03;'],
      ['points know better from 2.97 nats on', 'MOST_NATS = 3;', 'MOST_NATS = 2.97;'],
      ['points stand for themselves alone', 'each * evidence', 'evidence'],
    ],
  ),
  ...mutantsOf(
    'src/engine/finish/handles/point-evidence.ts',
    ['unit/finish/handles/point-evidence.test.ts'],
    [
      ['points are looked at up to 3.1 deviations away', 'POINT_REACH = 3;', 'POINT_REACH = 3.1;'],
      ['triangles count up to 4.04 deviations away', 'TRIANGLE_REACH = 4;', 'TRIANGLE_REACH = 4.04;'],
      ['strays are 1.01 % of the rate', 'STRAYS = 0.01;', 'STRAYS = 0.0101;'],
      ['surface costs nothing', 'density * (areaOf(added) - areaOf(removed))', '0'],
    ],
  ),
  ...mutantsOf(
    'src/engine/finish/handles/close-handles.ts',
    [HANDLES],
    [
      ['loops of one round may part the surface', 'if (words.parts(halfEdges)) continue;', ''],
      ['rounds end after the first', 'if (cuts.length === 0) break;', 'if (cuts.length >= 0) break;'],
    ],
  ),
  ...mutantsOf(
    'src/engine/finish/handles/cut-words.ts',
    ['unit/finish/handles/cut-words.test.ts'],
    [
      ['words stay what they were', 'for (const edge of sum) this.#addWord(edge, word);', ''],
      ['cycles may cross loops that were cut before', '      add(other.pivot);', ''],
      ['crossings of pivots stay with loops cut before', '      addBits(other.crossings, crossings);', ''],
    ],
  ),
  ...mutantsOf(
    'src/engine/finish/handles/cut-loop.ts',
    [HANDLES],
    [
      [
        'discs may go through the surface',
        'closed.closed.length === rims.length ? closed',
        'closed.closed.length <= rims.length ? closed',
      ],
      ['rims are cut', "if (corners.some((vertex) => isOnRim(surface, vertex))) return 'rim';", ''],
    ],
  ),
  ...mutantsOf(
    'src/engine/finish/smooth-edges.ts',
    ['unit/finish/smooth-edges.test.ts'],
    [
      ['normals are averaged over any edge', 'Math.exp(-squared / (2 * SPREAD * SPREAD))', '1'],
      ['edges are kept but not the volume', 'shift < 2; shift++', 'shift < 0; shift++'],
    ],
  ),
  ...mutantsOf(
    'src/engine/finish/pieces.ts',
    ['unit/finish/pieces.test.ts'],
    [['pieces of any area stay', 'area >= leastArea', 'area >= 0']],
  ),
  ...mutantsOf(
    'src/engine/finish/trim-patches.ts',
    [THRESHOLDS],
    [
      ['far begins at 2.53 spacings', 'spacings: 2.5, voxels', 'spacings: 2.53, voxels'],
      ['far begins at 1.52 voxels', 'voxels: 1.5, deviations', 'voxels: 1.52, deviations'],
      ['far begins at 2.53 deviations', 'deviations: 2.5 }', 'deviations: 2.53 }'],
      ['borders retreat to 1.22 spacings', 'spacings: 1.2,', 'spacings: 1.22,'],
      ['borders retreat to 1.02 voxels', 'voxels: 1, deviations', 'voxels: 1.02, deviations'],
      ['a vertex has the noise of the whole', 'Math.max(noiseNorm, deviations[vertex]!)', 'noiseNorm'],
      ['a vertex has the noise of its point alone', 'Math.max(noiseNorm, deviations[vertex]!)', 'deviations[vertex]!'],
      ['borders retreat to 1.52 deviations', 'deviations: 1.5 }', 'deviations: 1.52 }'],
      [
        'far is by the least of the three lengths',
        'Math.max(least, reach.deviations',
        'Math.min(least, reach.deviations',
      ],
      ['the local spacing is 1 % wider', 'Math.sqrt(neighbourCount / Math.PI)', 'Math.sqrt(neighbourCount / 3.25)'],
    ],
  ),
  ...mutantsOf(
    'src/engine/finish/trim-patches.ts',
    ['unit/finish/trim-mesh.test.ts', 'unit/finish/trim-patches.test.ts'],
    [
      [
        'a triangle is far where all its vertices are',
        'isFarVertex[indices[corner]!]! | isFarVertex[indices[corner + 1]!]!',
        'isFarVertex[indices[corner]!]! & isFarVertex[indices[corner + 1]!]!',
      ],
      [
        'an open patch closes a hole',
        'if (end - first === 1 && isFarAt(halfEdge))',
        'if (end - first === 1 && !isFarAt(halfEdge))',
      ],
      [
        'patches join near triangles',
        'if (isFarAt(before) && isFarAt(after))',
        'if (isFarAt(before) || isFarAt(after))',
      ],
      [
        'a hole is closed however far its middle',
        'squared[nearby.indices[corner]!]! > limit',
        'squared[nearby.indices[corner]!]! > 4 * limit',
      ],
      ['a hole radius of 0 closes holes', 'if (!(holeRadiusNorm > 0) ||', 'if (!(holeRadiusNorm >= 0) ||'],
      ['borders do not retreat', 'if (stays[i]) continue;', 'continue;'],
    ],
  ),
  ...mutantsOf(
    'src/engine/finish/trim-mesh.ts',
    [FLIPS],
    [
      ['diagonals turn in noise of .2537 voxels', 'MOST_NOISE_VOXELS = 0.25;', 'MOST_NOISE_VOXELS = 0.2537;'],
      ['diagonals turn in noise of .2463 voxels', 'MOST_NOISE_VOXELS = 0.25;', 'MOST_NOISE_VOXELS = 0.2463;'],
    ],
  ),
  ...mutantsOf(
    'src/engine/finish/trim-mesh.ts',
    ['unit/finish/trim-mesh.test.ts'],
    [
      [
        'dropped components are counted as kept',
        'componentCount: components.count - droppedComponents,',
        'componentCount: components.count,',
      ],
      ['a sheet takes 90 squares', 'LEAST_SHEET_SQUARES = 100;', 'LEAST_SHEET_SQUARES = 90;'],
      ['a sheet takes 110 squares', 'LEAST_SHEET_SQUARES = 100;', 'LEAST_SHEET_SQUARES = 110;'],
      [
        'the fringe of an opened sheet stays',
        '  retreatBorders(indices, isKept, input);\n  return true;',
        '  return true;',
      ],
    ],
  ),
  ...mutantsOf(
    'src/engine/finish/clutter.ts',
    [THRESHOLDS, 'unit/finish/clutter.test.ts'],
    [
      ['eleven points are no clutter', 'LEAST_POINTS = 12;', 'LEAST_POINTS = 11;'],
      ['thirteen points are clutter', 'LEAST_POINTS = 12;', 'LEAST_POINTS = 13;'],
      ['clutter has less than .304 of the density', 'SPARSE_DENSITY = 0.3;', 'SPARSE_DENSITY = 0.304;'],
      ['clutter has less than .296 of the density', 'SPARSE_DENSITY = 0.3;', 'SPARSE_DENSITY = 0.296;'],
      ['clutter is .1015 less confident', 'LESS_CONFIDENCE = 0.1;', 'LESS_CONFIDENCE = 0.1015;'],
      ['clutter is .0985 less confident', 'LESS_CONFIDENCE = 0.1;', 'LESS_CONFIDENCE = 0.0985;'],
      ['clutter is sparse or rough', '(isSparse && isRough)', '(isSparse || isRough)'],
      [
        'the main component has the fewest points',
        'pointCounts[i]! > pointCounts[main]!',
        'pointCounts[i]! < pointCounts[main]!',
      ],
      ['balloons have .0203 points a square', 'LEAST_POINTS_PER_SQUARE = 0.02;', 'LEAST_POINTS_PER_SQUARE = 0.0203;'],
      ['balloons have .0197 points a square', 'LEAST_POINTS_PER_SQUARE = 0.02;', 'LEAST_POINTS_PER_SQUARE = 0.0197;'],
      ['open components are balloons', 'closed & isSparse[i]!', 'isSparse[i]!'],
      ['confidence is another number of the plane', 'planes[4 * point + 3]!', 'planes[4 * point + 2]!'],
    ],
  ),
  ...mutantsOf(
    'src/engine/finish/judge-holes.ts',
    [HOLES],
    [
      ['points thin out by 1.573', 'LEAST_THINNING = 1.55;', 'LEAST_THINNING = 1.573;'],
      ['points thin out by 1.527', 'LEAST_THINNING = 1.55;', 'LEAST_THINNING = 1.527;'],
      ['a long rim has .508', 'LONG_RIM = 0.5;', 'LONG_RIM = 0.508;'],
      ['a long rim has .492', 'LONG_RIM = 0.5;', 'LONG_RIM = 0.492;'],
      ['webs bend by 62°', 'LEAST_WEB_DEGREES = 60;', 'LEAST_WEB_DEGREES = 62;'],
      ['webs bend by 58°', 'LEAST_WEB_DEGREES = 60;', 'LEAST_WEB_DEGREES = 58;'],
      ['rims count for all pieces', 'caps[piece] = caps[piece]! + rim.cap;', 'caps.fill(caps[piece]! + rim.cap);'],
      ['a radius that is given closes no holes', "isOpen: false, reason: 'radius'", "isOpen: true, reason: 'radius'"],
    ],
  ),
  ...mutantsOf(
    'src/engine/finish/find-fills.ts',
    [HOLES],
    [
      ['fills have 3.05 squares', 'LEAST_SQUARES = 3;', 'LEAST_SQUARES = 3.05;'],
      ['fills have 2.95 squares', 'LEAST_SQUARES = 3;', 'LEAST_SQUARES = 2.95;'],
      ['the surroundings begin at 5 spacings', 'const AWAY = { from: 6,', 'const AWAY = { from: 5,'],
      ['the surroundings end at 13 spacings', 'to: 14 };', 'to: 13 };'],
      ['the spacing at the rim counts', 'Math.min(spacingAt(mesh, vertex), around)', 'spacingAt(mesh, vertex)'],
      ['open patches are holes', 'if (patch.isOpen ||', 'if ('],
    ],
  ),
  ...mutantsOf(
    'src/engine/finish/open-holes.ts',
    ['unit/finish/open-holes.test.ts'],
    [
      ['crumbs are left of open holes', 'dropComponents(indices, isKept, components, markCrumbs(components));', ''],
      ['none opens all', 'hole.isOpen && !numbers.has(NO_HOLES)', 'hole.isOpen'],
      ['holes count from 0', 'numbers.has(String(i + 1))', 'numbers.has(String(i))'],
    ],
  ),
  ...mutantsOf(
    'src/engine/finish/flip-diagonals.ts',
    [THRESHOLDS],
    [
      ['diagonals turn for 1.02 thousandths', 'LEAST_GAIN = 1e-3;', 'LEAST_GAIN = 1.02e-3;'],
      ['diagonals turn for .98 thousandths', 'LEAST_GAIN = 1e-3;', 'LEAST_GAIN = 0.98e-3;'],
      ['new triangles have 1.03 thousandths', 'LEAST_AREA_SHARE = 1e-3;', 'LEAST_AREA_SHARE = 1.03e-3;'],
      ['new triangles have .97 thousandths', 'LEAST_AREA_SHARE = 1e-3;', 'LEAST_AREA_SHARE = 0.97e-3;'],
      ['a node reaches a 990th of a voxel', 'NODE_TOLERANCE = 1 / 1024;', 'NODE_TOLERANCE = 1 / 990;'],
      ['a node reaches a 1060th of a voxel', 'NODE_TOLERANCE = 1 / 1024;', 'NODE_TOLERANCE = 1 / 1060;'],
      ['neighbours turn by a cosine of .306', 'LEAST_NEIGHBOUR_COSINE = 0.3;', 'LEAST_NEIGHBOUR_COSINE = 0.306;'],
      ['neighbours turn by a cosine of .294', 'LEAST_NEIGHBOUR_COSINE = 0.3;', 'LEAST_NEIGHBOUR_COSINE = 0.294;'],
    ],
  ),
  ...mutantsOf(
    'src/engine/finish/flip-diagonals.ts',
    [FLIPS],
    [
      ['diagonals turn within a face', 'if (c === d && (c & 1) === 0) return false;', ''],
      ['diagonals turn across two cells', 'lowerNode + 2) return false;', 'lowerNode + 4) return false;'],
      [
        'a flip pairs the wrong half-edges',
        'join(twins, own + 2, beyondLeftFrom);',
        'join(twins, own + 2, beyondToLeft);',
      ],
      ['a side of the quadrilateral is left out', 'change(previousCorner(twin), other, 3);', ''],
      ['a normal is not that of the new triangle', 'normals.set(fresh.subarray(3), firstCorner(twin));', ''],
    ],
  ),
  ...mutantsOf(
    'src/engine/finish/trim-beyond.ts',
    ['unit/finish/trim-beyond.test.ts'],
    [
      [
        'a triangle goes at just the length',
        'trimLengths[indices[first]!]! <= limit',
        'trimLengths[indices[first]!]! < limit',
      ],
      ['two vertices decide', '<= limit &&\n    trimLengths[indices[first + 2]!]! <= limit', '<= limit'],
      ['vertices are counted twice', 'count += 1 - isUsed[vertex]!;', 'count += 1;'],
      ['the length is compared in float64', 'const limit = Math.fround(length);', 'const limit = length;'],
    ],
  ),
  ...mutantsOf(
    'src/engine/finish/colours.ts',
    ['gpu/surface/colours.test.ts'],
    [
      [
        'green and blue change places',
        '(colours[3 * i + 1]! << 8) | (colours[3 * i + 2]! << 16)',
        '(colours[3 * i + 2]! << 8) | (colours[3 * i + 1]! << 16)',
      ],
    ],
  ),
  ...mutantsOf(
    'src/engine/finish/finish-mesh.ts',
    ['gpu/surface/finish-mesh.test.ts', THRESHOLDS],
    [
      ['two components are not judged', 'trimmed.componentCount < 2', 'trimmed.componentCount < 3'],
      ['the radius is that of another point', 'values[indices[i]!]!', 'values[i % values.length]!'],
    ],
  ),
  ...mutantsOf(
    'src/engine/finish/smooth-soundly.ts',
    ['unit/finish/smooth-soundly.test.ts'],
    [
      ['what met before is held back, too', 'newMeetings(mesh, findSelfIntersections)', 'findSelfIntersections'],
      ['a triangle may lose its area', 'if (openAxis(flat, a, b, c) < 0 && ', 'if (false && '],
      ['what meets is not looked at', 'for (const triangle of meeting) wrong.add(triangle);', ''],
      ['all vertices are held back', 'if (near[vertex] === 1) shares', 'shares'],
    ],
  ),
];
