import { type Mutant, mutantsOf } from './mutant.ts';

/** Places of the program where a mistake once went unseen; the score is of the rooms above. */
export const ELSEWHERE_MUTANTS: readonly Mutant[] = [
  ...mutantsOf(
    'src/engine/tiles/dense-tiles.ts',
    ['gpu/tiles/solve-tiles.test.ts'],
    [
      ['tiles see no scan lines', 'if (await isOfLines(stage, { tree, points }))', 'if (opened.indices.length === 0)'],
      ['strays of scan lines are told by the gap', 'isOfLines ? {} : {', 'isOfLines && !cloud ? {} : {'],
      [
        'tiles of lines have planes a fifth wider',
        'gaps.map((gap) => perGap * gap)',
        'gaps.map((gap) => 1.2 * perGap * gap)',
      ],
    ],
  ),
  ...mutantsOf(
    'src/engine/mesh/components.ts',
    ['unit/mesh/components.test.ts'],
    [
      ['crumbs are under 2.04 ten-thousandths', 'LEAST_AREA_SHARE = 2e-4;', 'LEAST_AREA_SHARE = 2.04e-4;'],
      ['phantoms have .505 of their area near', 'LEAST_NEAR_SHARE = 0.5;', 'LEAST_NEAR_SHARE = 0.505;'],
      [
        'just half of the area near is a phantom',
        'nearAreas[i]! < LEAST_NEAR_SHARE',
        'nearAreas[i]! <= LEAST_NEAR_SHARE',
      ],
    ],
  ),
  ...mutantsOf(
    'src/engine/formats/write/write-stl.ts',
    ['unit/formats/write/write-stl.test.ts'],
    [
      ['the x of an STL normal has the wrong sign', 'length > 0 ? x / length : 0', 'length > 0 ? -x / length : 0'],
      ['the y of an STL normal has the wrong sign', 'length > 0 ? y / length : 0', 'length > 0 ? -y / length : 0'],
      ['an STL normal is not of unit length', 'length > 0 ? z / length : 0', 'z'],
    ],
  ),
  ...mutantsOf(
    'src/engine/mesh/weld.ts',
    ['unit/mesh/topology.test.ts', 'unit/mesh/weld.test.ts'],
    [['-0 and 0 are two places', 'positions[3 * vertex + axis]! + 0;', 'positions[3 * vertex + axis]!;']],
  ),
  ...mutantsOf(
    'src/cli/exit-codes.ts',
    ['unit/cli/exit-codes.test.ts'],
    [
      [
        'memory of the GPU has the exit code of a failure',
        "'gpu-out-of-memory': EXIT.outOfMemory",
        "'gpu-out-of-memory': EXIT.failure",
      ],
      ['a killed process has the exit code of a failure', "how === 'SIGKILL' ||", "how === 'SIGTERM' ||"],
    ],
  ),
  ...mutantsOf(
    'src/cli/node-files.ts',
    ['unit/cli/files.test.ts'],
    [['a file is renamed before its bytes are on the disk', 'await orOutputFailed(filePath, handle.sync());', '']],
  ),
  ...mutantsOf(
    'src/main/save-grants.ts',
    ['unit/main/save-grants.test.ts'],
    [['a save is renamed before its bytes are on the disk', 'await save.handle.sync().catch(ignoreUnsupported);', '']],
  ),
  ...mutantsOf(
    'src/renderer/worker/latest.ts',
    ['unit/worker/call-slot.test.ts'],
    [
      ['two previews are under way at once', 'if (!this.#isBusy) void', 'void'],
      ['what waits is delivered twice', '      this.#waiting = undefined;\n      try {', '      try {'],
      ['a closed receiver is told', 'this.#waiting && !this.#isClosed', 'this.#waiting'],
    ],
  ),
  ...mutantsOf(
    'src/renderer/app/open-flow.ts',
    ['unit/app/app.test.ts', 'unit/app/late-answers.test.ts'],
    [
      [
        'an event after its answer opens for ever',
        'if (isAnswered || !isCurrent()) return;',
        'if (!isCurrent()) return;',
      ],
      [
        'an event of an opening before is taken for this one’s',
        'if (isAnswered || !isCurrent()) return;',
        'if (isAnswered) return;',
      ],
      [
        'a slow opening overwrites a later one',
        '    if (!isCurrent()) return;\n    store.set({ opening: null });',
        '    store.set({ opening: null });',
      ],
    ],
  ),
  ...mutantsOf(
    'src/renderer/app/batch-flow.ts',
    ['unit/app/late-answers.test.ts'],
    [
      ['an event after the batch’s answer changes its list', 'if (isOn() && !isAnswered)', 'if (isOn())'],
      ['a listing that answers late replaces a newer one', 'if (turn !== this.#turn) return false;', ''],
    ],
  ),
];
