import { type Mutant, mutantsOf } from './mutant.ts';

const MEETING = ['unit/finish/check/do-triangles-meet.test.ts'];
const PAIRS = ['unit/finish/check/self-intersections.test.ts'];
const CHECK = ['unit/finish/check/check-mesh.test.ts'];

/** Of the check of a mesh, a part of the room finish. */
export const CHECK_MUTANTS: readonly Mutant[] = [
  ...mutantsOf('src/engine/finish/check/do-triangles-meet.ts', MEETING, [
    [
      'flat neighbours count as folded',
      'sideOfLine(p, axis, u, v, q) > 0 === sideOfLine(p, axis, u, v, r) > 0',
      'sideOfLine(p, axis, u, v, q) > 0 !== sideOfLine(p, axis, u, v, r) > 0',
    ],
    ['a fold is never flat', 'if (sideOfPlane(p, u, v, q, r) !== 0) return false;', 'return false;'],
    [
      'a triangle there twice does not meet itself',
      'if (hasA && hasB && hasC) return true;',
      'if (hasA && hasB && hasC) return false;',
    ],
    [
      'only one side opposite a shared corner is looked at',
      'doesSegmentMeet(p, d, e, sideD, sideE, s, a, b) || doesSegmentMeet(p, a, b, sideA, sideB, s, d, e)',
      'doesSegmentMeet(p, d, e, sideD, sideE, s, a, b)',
    ],
    // Whatever two triangles have in common is found at two sides or more: to leave out one test of six changes
    // nothing.
    [
      'only one side of one triangle is looked at',
      '    doesSegmentMeet(p, e, f, sideE, sideF, a, b, c) ||\n    doesSegmentMeet(p, f, d, sideF, sideD, a, b, c) ||\n',
      '',
    ],
    [
      'touching is no meeting',
      'return (sideOfOne > 0 && sideOfOther > 0) ||',
      'return (sideOfOne >= 0 && sideOfOther > 0) ||',
    ],
    [
      'a line through a side passes by',
      'const z = sideOfPlane(p, d, e, c, a);\n  return (x >= 0 && y >= 0 && z >= 0)',
      'const z = sideOfPlane(p, d, e, c, a);\n  return (x > 0 && y > 0 && z > 0)',
    ],
    ['flat segments inside a triangle are missed', '    isInFlatTriangle(p, axis, a, b, c, d) ||\n', ''],
    ['flat sides are two', '    doFlatSegmentsMeet(p, axis, d, e, c, a)\n', '    false\n'],
    [
      'segments of one line always meet',
      'if (sideC === 0 && sideD === 0) return false;',
      'if (sideC === 0 && sideD === 0) return true;',
    ],
  ]),
  ...mutantsOf('src/engine/finish/check/exact-sides.ts', MEETING, [
    [
      'sides are seen along two axes',
      'for (let axis = 0; axis < 3; axis++) if',
      'for (let axis = 0; axis < 2; axis++) if',
    ],
    [
      'a line is seen along another axis',
      'const v = axis === 0 ? 2 : axis - 1;',
      'const v = axis === 0 ? 1 : axis - 1;',
    ],
  ]),
  ...mutantsOf('src/engine/finish/check/self-intersections.ts', PAIRS, [
    ['a part more is not told', 'part, most: most + 1 }', 'part, most }'],
    [
      'later parts are kept before earlier ones',
      'if (done === undefined || this.isFull) return;',
      'if (done === undefined && (this.#doneBefore++, false)) return;\n      if (done === undefined || this.isFull) return;',
    ],
  ]),
  ...mutantsOf('src/engine/finish/check/mesh-check.ts', CHECK, [
    ['.00099 of the surface is a thin wall', 'MOST_THIN_SHARE = 0.001;', 'MOST_THIN_SHARE = 0.00099;'],
    ['.00101 of the surface is no thin wall', 'MOST_THIN_SHARE = 0.001;', 'MOST_THIN_SHARE = 0.00101;'],
    ['a body may not be turned', "isWithin(ascending(extents), ascending(size)) ? 'turned' : 'no'", "'no'"],
    ['eleven places are told', 'MOST_LISTED = 10;', 'MOST_LISTED = 11;'],
    ['a surface inside out is no fault', "'inside-out': check.isInsideOut,", "'inside-out': false,"],
  ]),
  ...mutantsOf('src/engine/finish/check/scale-to-one.ts', CHECK, [
    ['coordinates keep their size', 'return 2 ** Math.min(1023, -Math.ceil(Math.log2(greatest)));', 'return 1;'],
  ]),
  ...mutantsOf('src/engine/finish/check/usable-mesh.ts', CHECK, [
    ['figures lie far from the origin', 'centred[at] = scaled[at] - centre[axis]!;', 'centred[at] = scaled[at];'],
    [
      'triangles on one line are tested',
      'if (openAxis(scaled, a, b, c) < 0) continue;',
      'if (a === b || b === c || c === a) continue;',
    ],
    [
      'corners in one place stay apart',
      'const welded = yield* weldSteps({ positions: scaled, indices: finite });',
      'const welded = finite;',
    ],
    ['infinite corners are finite', 'isFinite &&= Number.isFinite(', 'isFinite &&= !Number.isNaN('],
  ]),
  ...mutantsOf('src/engine/finish/check/ray-search.ts', CHECK, [
    [
      'rays run backward',
      'return -(nx * wx + ny * wy + nz * wz) / along;',
      'return (nx * wx + ny * wy + nz * wz) / along;',
    ],
    ['rays leave beside triangles', 's + t > along', 's > along || t > along'],
  ]),
  ...mutantsOf('src/engine/finish/check/thickness.ts', CHECK, [
    ['rays of a surface inside out run outward', 'const inward = isInsideOut ? 1 : -1;', 'const inward = -1;'],
  ]),
];

/** Of what it uses of meshes in general. */
export const CHECK_MUTANTS_OF_MESHES: readonly Mutant[] = [
  ...mutantsOf('src/engine/mesh/boxes.ts', PAIRS, [
    ['boxes that touch are apart', 'some[a]! <= others[b + 3]! &&', 'some[a]! < others[b + 3]! &&'],
  ]),
  ...mutantsOf('src/engine/mesh/overlapping-pairs.ts', PAIRS, [
    [
      'subtrees meet those after the next only',
      'for (let other = roots.length - 1; other >= part; other--)',
      'for (let other = roots.length - 1; other > part; other--)',
    ],
    [
      'siblings are not compared',
      'if (doOverlapAt(bounds, 6 * (a + 1), bounds, 6 * rightA)) waiting.push(a + 1, rightA);',
      '',
    ],
    ['a triangle is paired with itself', 'j = a === b ? i + 1 : ranges[2 * b]!', 'j = ranges[2 * b]!'],
  ]),
  ...mutantsOf(
    'src/engine/mesh/triangle-tree.ts',
    ['unit/measure/closest-point.test.ts', ...PAIRS],
    [
      [
        "boxes of nodes are their left child's",
        'bounds[at + axis] = Math.min(bounds[some + axis]!, bounds[other + axis]!);',
        'bounds[at + axis] = bounds[some + axis]!;',
      ],
      ['boxes of leaves lack a corner', 'box[axis] = Math.min(x, y, z);', 'box[axis] = Math.min(x, y);'],
    ],
  ),
  ...mutantsOf(
    'src/engine/mesh/topology.ts',
    ['unit/mesh/topology.test.ts'],
    [
      [
        'rims go by vertices',
        'const fan = fans.find(corner);\n      const other',
        'const fan = indices[corner]!;\n      const other',
      ],
    ],
  ),
];
