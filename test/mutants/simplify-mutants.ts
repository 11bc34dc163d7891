import { type Mutant, mutantsOf } from './mutant.ts';

const THRESHOLDS = 'unit/finish/simplify/thresholds.test.ts';
const SIMPLIFY = 'unit/finish/simplify/simplify-mesh.test.ts';
const GUARDED = 'unit/finish/simplify/collapse-guarded.test.ts';
const RELAX = 'unit/finish/relax/relax-mesh.test.ts';
const EDITS = 'unit/mesh/editable-mesh.test.ts';
const DEVIATION = 'unit/measure/deviation.test.ts';

export const SIMPLIFY_MUTANTS: readonly Mutant[] = [
  ...mutantsOf(
    'src/engine/finish/simplify/simplify-tasks.ts',
    [THRESHOLDS],
    [
      ['normals may turn to a cosine of .303 only', 'LEAST_COSINE = 0.3;', 'LEAST_COSINE = 0.303;'],
      ['normals may turn to a cosine of .297', 'LEAST_COSINE = 0.3;', 'LEAST_COSINE = 0.297;'],
      ['shapes of .00297 are made', 'LEAST_SHAPE = 0.003;', 'LEAST_SHAPE = 0.00297;'],
    ],
  ),
  ...mutantsOf(
    'src/engine/finish/simplify/simplify-mesh.ts',
    [THRESHOLDS],
    [
      ['shape is lost beyond .0102 of the extent', 'LOST_SHARE = 0.01;', 'LOST_SHARE = 0.0102;'],
      ['shape is lost beyond .0098 of the extent', 'LOST_SHARE = 0.01;', 'LOST_SHARE = 0.0098;'],
      ['places may go .0203 of the extent', 'MOST_DRIFT = 0.02;', 'MOST_DRIFT = 0.0203;'],
      ['places may go .0197 of the extent', 'MOST_DRIFT = 0.02;', 'MOST_DRIFT = 0.0197;'],
    ],
  ),
  ...mutantsOf(
    'src/engine/finish/simplify/simplify-mesh.ts',
    [SIMPLIFY],
    [['what met stays locked', 'return further ? {', 'return further === null ? {']],
  ),
  ...mutantsOf(
    'src/engine/finish/simplify/meeting-guard.ts',
    [GUARDED],
    [
      ['a collapse may let triangles meet', 'const meets = this.#doMeet();', 'const meets = false;'],
      ['places after a collapse are those before', '    this.#put(kept, place);\n    for', '    for'],
    ],
  ),
  ...mutantsOf(
    'src/engine/finish/simplify/volume-costs.ts',
    [SIMPLIFY],
    [
      ['the volume is not kept', 'if (along > 0) {', 'if (along < 0) {'],
      ['the triangles of an edge count twice', 'xx -= nx * nx;', 'xx -= 0 * nx;'],
    ],
  ),
  ...mutantsOf(
    'src/engine/finish/relax/relax-steps.ts',
    [RELAX],
    [
      ['slivers are not hunted', 'const HUNTS = 3;', 'const HUNTS = 0;'],
      ['rims are not drawn apart', 'const HUNT_STRIP = 0.15;', 'const HUNT_STRIP = 0;'],
    ],
  ),
  ...mutantsOf(
    'src/engine/finish/relax/relax-in-parts.ts',
    [RELAX],
    [
      ['borders of parts stay as they are', '(lock === BORDER ? 1 : 0)', '(lock === BORDER ? 0 : 0)'],
      ['locks are forgotten along borders', 'isLockedFirst[vertex]! | (1', '0 | (1'],
    ],
  ),
  ...mutantsOf(
    'src/engine/finish/relax/hunt-guarded.ts',
    [RELAX],
    [
      ['the last hunt forgets what is kept', 'stays[vertex] = isKept[vertex]!;', 'stays[vertex] = 0;'],
      ['the last hunt is not held', '{ ...limits, guard, isHunt: true }', '{ ...limits, isHunt: true }'],
      ['the last hunt ends before it begins', 'if (found.length === 0 ||', 'if (found.length >= 0 ||'],
    ],
  ),
];

export const SIMPLIFY_MUTANTS_ELSEWHERE: readonly Mutant[] = [
  ...mutantsOf(
    'src/engine/mesh/editable-mesh.ts',
    [EDITS],
    [
      ['an edge of a neck may go', 'if (shared === 0 || common !== shared)', 'if (shared === 0)'],
      ['no ear may fold', '3 - 2 * (isRim[kept]', '3 - (isRim[kept]'],
      ['an inner edge between rims may go', 'isRim[gone]! === 2 && shared === 2', 'isRim[gone]! === 2 && shared === 3'],
      [
        'a vertex may lose its third triangle',
        '=== 1 ? 2 : 4;',
        '=== 1 ? 2 : 3;',
        'its third neighbour has edges to both ends, so the link condition refuses, or the body is a tetrahedron',
      ],
    ],
  ),
  ...mutantsOf(
    'src/engine/measure/deviation.ts',
    [DEVIATION],
    [
      ['the 95 % are 96', '0.95 * area', '0.96 * area'],
      ['vertices that no triangle uses are measured', 'if (isUsed[vertex] === 0) distances[vertex] = 0;', ''],
    ],
  ),
];
