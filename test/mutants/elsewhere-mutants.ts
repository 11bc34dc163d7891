import { type Mutant, mutantsOf } from './mutant.ts';

/** Places of the program where a mistake once went unseen; the score is of the rooms above. */
export const ELSEWHERE_MUTANTS: readonly Mutant[] = [
  ...mutantsOf(
    'src/engine/formats/read/lidar-layout.ts',
    ['unit/formats/read/read-lidar-frame.test.ts'],
    [
      ['a lidar sees a metre further', 'FURTHEST = 2000;', 'FURTHEST = 2001;'],
      ['a lidar sees a metre less far', 'FURTHEST = 2000;', 'FURTHEST = 1999;'],
      ['an intensity has more than 16 bits', 'MOST_INTENSITY = 65_535;', 'MOST_INTENSITY = 65_536;'],
      ['a lidar has one ring less', 'MOST_RINGS = 1024;', 'MOST_RINGS = 1023;'],
      ['a lidar has one ring more', 'MOST_RINGS = 1024;', 'MOST_RINGS = 1025;'],
      ['seven points are told', 'LEAST_TOLD_BY = 8;', 'LEAST_TOLD_BY = 7;'],
      ['nine points have to be there', 'LEAST_TOLD_BY = 8;', 'LEAST_TOLD_BY = 9;'],
      ['.12 may be tiny', 'MOST_TINY = 0.1;', 'MOST_TINY = 0.12;'],
      ['.08 may be tiny', 'MOST_TINY = 0.1;', 'MOST_TINY = 0.08;'],
    ],
  ),
  ...mutantsOf(
    'src/engine/mesh/facing.ts',
    ['unit/mesh/facing.test.ts'],
    [
      ['triangles are level from .9595 on', 'LEAST_LEVEL = 0.95;', 'LEAST_LEVEL = 0.96;'],
      ['triangles are level from .9405 on', 'LEAST_LEVEL = 0.95;', 'LEAST_LEVEL = 0.94;'],
      ['walls lean up to .2525', 'MOST_STEEP = 0.25;', 'MOST_STEEP = 0.253;'],
      ['walls lean up to .2475', 'MOST_STEEP = 0.25;', 'MOST_STEEP = 0.247;'],
      ['what is built is so at .707', 'LEAST_BUILT = 0.7;', 'LEAST_BUILT = 0.708;'],
      ['what is built is so at .693', 'LEAST_BUILT = 0.7;', 'LEAST_BUILT = 0.692;'],
      ['levels have .1515 of what is built', 'LEAST_LEVELS = 0.15;', 'LEAST_LEVELS = 0.152;'],
      ['levels have .1485 of what is built', 'LEAST_LEVELS = 0.15;', 'LEAST_LEVELS = 0.148;'],
      ['levels are one-sided from .808 on', 'LEAST_ONE_SIDED = 0.8;', 'LEAST_ONE_SIDED = 0.81;'],
      ['levels are one-sided from .792 on', 'LEAST_ONE_SIDED = 0.8;', 'LEAST_ONE_SIDED = 0.79;'],
      ['what is built stands open by .505', 'LEAST_OPENING = 0.5;', 'LEAST_OPENING = 0.506;'],
      ['what is built stands open by .495', 'LEAST_OPENING = 0.5;', 'LEAST_OPENING = 0.494;'],
      ['a sheet is told before levels', 'levels ?? (main && upAxis(main))', '(main && upAxis(main)) ?? levels'],
    ],
  ),
  ...mutantsOf(
    'src/engine/cloud/prepare-cloud.ts',
    ['unit/cloud/prepare-cloud.test.ts'],
    [
      ['.095 of the points are copies', 'LEAST_ROUNDED = 0.1;', 'LEAST_ROUNDED = 0.095;'],
      ['.103 of the points are copies', 'LEAST_ROUNDED = 0.1;', 'LEAST_ROUNDED = 0.103;'],
      ['steps of .235 of the distance of neighbours', 'LEAST_STEP = 0.25;', 'LEAST_STEP = 0.235;'],
      ['steps of .261 of the distance of neighbours', 'LEAST_STEP = 0.25;', 'LEAST_STEP = 0.261;'],
    ],
  ),
  ...mutantsOf(
    'src/engine/math/select-rank.ts',
    ['unit/math/select-rank.test.ts'],
    [['the selection ends in the wrong half', 'if (rank <= j) high = j;', 'if (rank < j) high = j;']],
  ),
  ...mutantsOf(
    'src/engine/gpu/submit-pace.ts',
    ['unit/gpu/submit-pace.test.ts'],
    [
      ['submits grow up to 40.4 ms', 'SHORT_MS = 40;', 'SHORT_MS = 40.4;'],
      ['submits grow up to 39.6 ms', 'SHORT_MS = 40;', 'SHORT_MS = 39.6;'],
      ['submits shrink from 101 ms on', 'LONG_MS = 100;', 'LONG_MS = 101;'],
      ['submits shrink from 99 ms on', 'LONG_MS = 100;', 'LONG_MS = 99;'],
      ['a submit is never shorter than an eighth', 'LEAST_SHARE = 1 / 16;', 'LEAST_SHARE = 1 / 8;'],
      ['a submit grows to 512 times its size', 'MOST_SHARE = 256;', 'MOST_SHARE = 512;'],
      ['the next work begins as large as the last ended', 'Math.min(1, this.#share)', 'this.#share'],
      ['a rest is taken for a whole submit', ' && held >= this.#share', ''],
      ['the submit before is counted, too', 'Math.max(submittedMs, this.#doneMs)', 'submittedMs'],
    ],
  ),
  ...mutantsOf(
    'src/engine/tiles/count-about.ts',
    ['unit/tiles/count-about.test.ts'],
    [
      ['the very edge does not count', 'squared <= radii[place]! ** 2', 'squared < radii[place]! ** 2'],
      ['cells are half as wide', 'Math.log2(2 * radius)', 'Math.log2(radius)'],
      ['one corner tells all cells', 'for (const dx of [-1, 1]) cells', 'for (const dx of [-1]) cells'],
    ],
  ),
  ...mutantsOf(
    'src/engine/formats/read/las/flight-lines.ts',
    ['unit/formats/read/flight-lines.test.ts'],
    [
      ['a path may be lower than its points', ' || swath.height <= highest', ''],
      ['angles of a swath of .1 degrees count', 'LEAST_TANGENT = 0.04;', 'LEAST_TANGENT = 0.001;'],
      ['angles explain nothing', 'explained >= LEAST_EXPLAINED &&', ''],
      ['heights count for nothing', 'const w = c * u;', 'const w = 0 * u;'],
      ['a path is one place', 'MOST_PLACES = 64;', 'MOST_PLACES = 2;'],
      ['a span is a minute', 'SPAN = 0.25;', 'SPAN = 60;'],
    ],
  ),
  ...mutantsOf(
    'src/engine/gpu/submit-chunks.ts',
    ['unit/gpu/submit-chunks.test.ts'],
    [['a range begins within a word', 'ALIGNED = 256;', 'ALIGNED = 250;']],
  ),
  ...mutantsOf(
    'src/engine/alignment/align-scans.ts',
    ['unit/alignment/align-scans.test.ts'],
    [
      ['scans are moved for a gain of .0198', 'LEAST_GAIN = 0.02;', 'LEAST_GAIN = 0.0197;'],
      ['scans are moved for a gain of .0203 only', 'LEAST_GAIN = 0.02;', 'LEAST_GAIN = 0.0203;'],
      ['normals stay as scans turn', 'turnInPlace(motion, normals', 'turnInPlace(NO_MOTION, normals'],
      ['sensors stay as scans move', 'if (!motion) return scan;', 'if (motion !== undefined) return scan;'],
    ],
  ),
  ...mutantsOf(
    'src/engine/alignment/solve-motions.ts',
    ['unit/alignment/align-scans.test.ts'],
    [
      ['a motion is told from .00102 on', 'LEAST_TOLD = 0.001;', 'LEAST_TOLD = 0.00102;'],
      ['a motion is told from .00098 on', 'LEAST_TOLD = 0.001;', 'LEAST_TOLD = 0.00098;'],
      ['one of several scans is told from .00102 on', 'LEAST_TOLD_TOGETHER = 0.001;', 'LEAST_TOLD_TOGETHER = 0.00102;'],
      ['one of several scans is told from .00098 on', 'LEAST_TOLD_TOGETHER = 0.001;', 'LEAST_TOLD_TOGETHER = 0.00098;'],
      ['what several scans are held in moves', 'HOLD * moved[i]! * moved[j]!', '0 * moved[i]! * moved[j]!'],
    ],
  ),
  ...mutantsOf(
    'src/engine/cloud/crowded-parts.ts',
    ['unit/cloud/crowded-parts.test.ts'],
    [
      ['nine points crowd a cell', 'CROWDED_POINTS = 8;', 'CROWDED_POINTS = 9;'],
      ['seven points crowd a cell', 'CROWDED_POINTS = 8;', 'CROWDED_POINTS = 7;'],
      ['a shape takes 112 cells', 'SHAPE_CELLS = 113;', 'SHAPE_CELLS = 112;'],
      ['a shape takes 114 cells', 'SHAPE_CELLS = 113;', 'SHAPE_CELLS = 114;'],
      ['.495 of the points are most', 'MOST_CROWDED_SHARE = 0.5;', 'MOST_CROWDED_SHARE = 0.495;'],
      ['.505 of the points are most', 'MOST_CROWDED_SHARE = 0.5;', 'MOST_CROWDED_SHARE = 0.505;'],
      ['.0099 of the points are told', 'TOLD_SHARE = 0.01;', 'TOLD_SHARE = 0.0099;'],
      ['.0101 of the points are told', 'TOLD_SHARE = 0.01;', 'TOLD_SHARE = 0.0101;'],
      ['17 points are a part', 'LEAST_POINTS = 16;', 'LEAST_POINTS = 17;'],
      ['15 points are a part', 'LEAST_POINTS = 16;', 'LEAST_POINTS = 15;'],
    ],
  ),
  ...mutantsOf(
    'src/engine/cloud/frame.ts',
    ['unit/cloud/frame.test.ts'],
    [
      ['room begins at 1,232 points', 'ROOMY_SPACING = 0.07;', 'ROOMY_SPACING = 0.0698;'],
      ['room begins at 1,217 points', 'ROOMY_SPACING = 0.07;', 'ROOMY_SPACING = 0.0702;'],
    ],
  ),
  ...mutantsOf(
    'src/engine/cloud/near-copies.ts',
    ['unit/cloud/near-copies.test.ts'],
    [
      ['a third of the points may be copies', 'MOST_LEFT = 0.6;', 'MOST_LEFT = 0.67;'],
      ['.6004 of the points are left', 'MOST_LEFT = 0.6;', 'MOST_LEFT = 0.6004;'],
      ['.5996 of the points are left', 'MOST_LEFT = 0.6;', 'MOST_LEFT = 0.5996;'],
      ['63 places are enough', 'LEAST_PLACES = 64;', 'LEAST_PLACES = 63;'],
      ['65 places are needed', 'LEAST_PLACES = 64;', 'LEAST_PLACES = 65;'],
      ['points of a line are copies', 'MOST_GROWTH = 1.15;', 'MOST_GROWTH = 1.6;'],
    ],
  ),
  ...mutantsOf(
    'src/shaders/neighbours/kd_tree.wgsl',
    ['gpu/neighbours/find-nearest.test.ts'],
    [
      ['equally near points are listed backwards', 'carried_index < own_index', 'carried_index > own_index'],
      ['the last place of a list is left out', 'j <= last; j++', 'j < last; j++'],
    ],
  ),
  ...mutantsOf(
    'src/engine/neighbours/list-kernels.ts',
    ['gpu/neighbours/find-nearest.test.ts'],
    [['lists are one point shorter', 'LISTED: i + 1', 'LISTED: Math.max(1, i)']],
  ),
  ...mutantsOf(
    'src/engine/formats/read/pcd/grid-centre.ts',
    ['unit/formats/read/grid-centre.test.ts'],
    [
      ['a camera is believed to .53 pixels', 'MOST_PIXELS = 0.5;', 'MOST_PIXELS = 0.53;'],
      ['a camera is believed to .47 pixels', 'MOST_PIXELS = 0.5;', 'MOST_PIXELS = 0.47;'],
      ['a camera is told of 199 points', 'LEAST_SAMPLES = 200;', 'LEAST_SAMPLES = 199;'],
      ['a camera is told of 201 points', 'LEAST_SAMPLES = 200;', 'LEAST_SAMPLES = 201;'],
      ['what came back from nowhere is a place', 'if (x === 0 && y === 0 && z === 0) return;', ''],
    ],
  ),
  ...mutantsOf(
    'src/engine/methods/report-holes.ts',
    ['unit/finish/open-holes.test.ts'],
    [
      ['.0102 of the area is much', 'MUCH_GUESSED = 0.01;', 'MUCH_GUESSED = 0.0102;'],
      ['.0098 of the area is much', 'MUCH_GUESSED = 0.01;', 'MUCH_GUESSED = 0.0098;'],
      ['101 holes are listed', 'MOST_LISTED = 100;', 'MOST_LISTED = 101;'],
    ],
  ),
  ...mutantsOf(
    'src/engine/tiles/dense-tiles.ts',
    ['gpu/tiles/solve-tiles.test.ts'],
    [
      [
        'tiles see no scan lines',
        'if (isOfLines(await sampleGaps(stage, { tree, points, steps })))',
        'if (opened.indices.length === 0)',
      ],
      ['strays of scan lines are told by the gap', 'isOfLines ? {} : {', 'isOfLines && !cloud ? {} : {'],
      [
        'tiles of lines have planes a fifth wider',
        'gaps.map((gap) => perGap * gap)',
        'gaps.map((gap) => 1.2 * perGap * gap)',
      ],
    ],
  ),
  ...mutantsOf(
    'src/engine/mesh/outer-borders.ts',
    ['unit/finish/judge-holes.test.ts'],
    [
      ['solids have an openness of .203', 'MOST_SOLID = 0.2;', 'MOST_SOLID = 0.203;'],
      ['solids have an openness of .197', 'MOST_SOLID = 0.2;', 'MOST_SOLID = 0.197;'],
    ],
  ),
  ...mutantsOf(
    'src/engine/mesh/outer-borders.ts',
    ['unit/mesh/outer-borders.test.ts'],
    [['the first border of a piece is the outer one', 'if (!known || cap > known.cap)', 'if (!known)']],
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
    'src/engine/mesh/half-edges.ts',
    ['unit/mesh/half-edges.test.ts'],
    [
      ['those of an edge are turned round', 'greater[place - 1]! > key', 'greater[place - 1]! >= key'],
      [
        'those of a long fan are left as they lie',
        'order[start + i] = halfEdges[ranks[i]!]!',
        'order[start + i] = halfEdges[i]!',
      ],
      [
        'a step ends a triangle early',
        'first += INDICES_A_STEP) {\n    yield;\n    placeByLesser',
        'first += INDICES_A_STEP + 3) {\n    yield;\n    placeByLesser',
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
      ['a killed process has the exit code of a failure', "how === 'SIGKILL' ?", "how === 'SIGTERM' ?"],
    ],
  ),
  ...mutantsOf(
    'src/cli/node-files.ts',
    ['unit/cli/files.test.ts'],
    [
      [
        'a file is renamed before its bytes are on the disk',
        'await orOutputFailed(filePath, syncIfPossible(handle));',
        '',
      ],
      ['a file that changes is read as it is', 'bytesRead !== size) throw', 'bytesRead < 0) throw'],
    ],
  ),
  ...mutantsOf(
    'src/cli/same-file.ts',
    ['unit/cli/outputs.test.ts'],
    [
      ['names are compared, not files', 'if (found && found.ino !== 0n) return', 'if (found?.ino === 0n) return'],
      ['names in capitals are others', '.toLowerCase()', ''],
      ['names that are not composed are others', ".normalize('NFC')", ''],
    ],
  ),
  ...mutantsOf(
    'src/batch/glob.ts',
    ['unit/batch/glob.test.ts'],
    [
      ['a star leads into folders', ': inFolder);', ': () => true);'],
      ['two stars are a folder at least', 'this.#states.link(state, behind);', ''],
      ['10,001 numbers are alternatives', 'high - low >= MOST_NUMBERS', 'high - low > MOST_NUMBERS'],
    ],
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
  ...mutantsOf(
    'src/engine/methods/default/level-course.ts',
    ['unit/methods/level-course.test.ts'],
    [
      ['a level grows 4.545 times at the least', 'LEAST_GROWTH = 4.5;', 'LEAST_GROWTH = 4.545;'],
      ['a level grows 4.455 times at the least', 'LEAST_GROWTH = 4.5;', 'LEAST_GROWTH = 4.455;'],
      ['levels that exceed it by .26 are tiled', 'SURE_EXCESS = 1.25;', 'SURE_EXCESS = 1.26;'],
      ['levels that exceed it by .24 are tiled', 'SURE_EXCESS = 1.25;', 'SURE_EXCESS = 1.24;'],
      ['the last growth does not count', 'brickCount / this.#brickCount);', 'LEAST_GROWTH);'],
      ['.49 of the bricks are many', 'MANY_CROWDED = 0.5;', 'MANY_CROWDED = 0.49;'],
      ['.51 of the bricks are many', 'MANY_CROWDED = 0.5;', 'MANY_CROWDED = 0.51;'],
      ['76.5 bricks for each that shows more', 'MOST_BRICKS_PER_CROWDED = 75;', 'MOST_BRICKS_PER_CROWDED = 76.5;'],
      ['73.5 bricks for each that shows more', 'MOST_BRICKS_PER_CROWDED = 75;', 'MOST_BRICKS_PER_CROWDED = 73.5;'],
      ['just 75 bricks are too many', 'nextBricks <= MOST_BRICKS', 'nextBricks < MOST_BRICKS'],
      ['edges and sheets do not count', 'next > this.#plan.spacingResolution || ', ''],
      ['256 cells are left out, too', '<= AUTO_START_RESOLUTION', '< AUTO_START_RESOLUTION'],
      ['a level that was asked for is left out', '!isAuto || !next', '!next'],
      ['the memory that is free does not count', 'gridMemoryBytes(nextBricks) > memoryBytes', 'nextBricks < 0'],
      ['a thinned cloud ends with a whole level', 'if (isDense) this.refuse(frame.resolution);', ''],
      ['tiles are not looked beyond', 'estimate *= this.#growth;', ''],
      ['a level of 128 cells is tiled', 'if (resolution < LEAST_TILED_RESOLUTION) return false;', ''],
    ],
  ),
  ...mutantsOf(
    'src/engine/methods/default/judge-voxels.ts',
    ['unit/methods/judge-voxels.test.ts'],
    [
      [
        'a level that is just fine enough is too coarse',
        'resolution >= neededResolution',
        'resolution > neededResolution',
      ],
      ['places that are few count', ' || !isWorthFiner', ''],
      ['auto that left a level out for its cost warns', "finestReason === 'refused' ?", "finestReason !== 'spacing' ?"],
    ],
  ),
  ...mutantsOf(
    'src/engine/finish/hanging-crumbs.ts',
    ['unit/finish/hanging-crumbs.test.ts'],
    [
      [
        'what hangs by an edge is a crumb',
        'for (let i = first + 1; i < end; i++)',
        'for (let i = first + 2; i < end; i++)',
      ],
      ['crumbs stay', 'if (isCrumb[sets.find(i)])', 'if (!isCrumb[sets.find(i)])'],
    ],
  ),
  ...mutantsOf(
    'src/engine/tiles/crowded-bricks.ts',
    ['unit/tiles/crowded-bricks.test.ts'],
    [
      ['every point is in a brick of its own', 'if (inBrick[level] === 0) occupied', 'occupied'],
      ['64 points are a crowd', 'const CROWD = 64;', 'const CROWD = 63;'],
      ['65 points are none', 'const CROWD = 64;', 'const CROWD = 65;'],
      ['a share of the points counts as all', 'inBrick[level]! * pointsPerPosition > CROWD', 'inBrick[level]! > CROWD'],
    ],
  ),
  ...mutantsOf(
    'src/engine/tiles/plan-tiles.ts',
    ['unit/tiles/plan-tiles.test.ts'],
    [
      ['bricks of 128 cells lie in one unit', 'Math.max(1, 1 / unitBricks)', '1'],
      ['the last nodes of the cube are beyond it', 'UNITS_PER_AXIS - span);', 'UNITS_PER_AXIS);'],
      [
        'what is expected replaces what is known',
        'Math.max(count, Math.ceil(expected[unit]!))',
        'Math.ceil(expected[unit]!)',
      ],
    ],
  ),
  ...mutantsOf(
    'src/engine/tiles/streamed/trim-streamed.ts',
    ['unit/tiles/streamed.test.ts'],
    [
      [
        'patches end at the sides of parts',
        'if (seam === NONE || surface.seamTwins[seam] === NONE) open[label] = 1;',
        'if (seam === NONE || surface.seamTwins[seam] !== NONE) open[label] = 1;',
      ],
      ['what is kept across a seam is an end', 'seams.values[seam] = TIGHT;', 'seams.values[seam] = NONE;'],
      ['pieces end at the sides of parts', 'table.sets.unite(joins.at(i), joins.at(i + 1));', 'joins.at(i);'],
    ],
  ),
  ...mutantsOf(
    'src/engine/tiles/streamed/streamed-surface.ts',
    ['unit/tiles/streamed.test.ts'],
    [['each part has its own support of a vertex', 'squared[vertex] = ofBorders.squared.at(number);', '']],
  ),
  ...mutantsOf(
    'src/engine/tiles/streamed/compact-streamed.ts',
    ['unit/tiles/streamed.test.ts'],
    [
      [
        'a vertex has its place where it is used first',
        'if (part.isKnown[i] === 0) stays[vertex]! |= isUsed[part.borderNumbers[i]!]!;',
        '',
      ],
    ],
  ),
  ...mutantsOf(
    'src/engine/tiles/streamed/judge-streamed.ts',
    ['unit/tiles/streamed.test.ts'],
    [
      [
        'holes are those of all parts about',
        'this.#reaches[root]! > 0 && this.#table.partOf(root) === number;',
        'this.#reaches[root]! > 0;',
      ],
    ],
  ),
  ...mutantsOf(
    'src/cli/tiles/join-large.ts',
    ['unit/cli/join-large.test.ts'],
    [['so many vertices are too many', 'if (vertexCount <= (', 'if (vertexCount < (']],
  ),
  ...mutantsOf(
    'src/engine/tiles/order-stored.ts',
    ['unit/tiles/order-stored.test.ts'],
    [
      [
        'copies are sought in all buckets but the first',
        'const kept = distinctPoints(ordered);',
        'const kept = order.map((_, i) => i);',
      ],
      ['colours stay in the order of the file', ': kept.map((i) => order[i]!)', ': kept'],
      [
        'points outside of the frame are not counted',
        'if (cell === OUTSIDE) outsideCount++;',
        'if (cell === OUTSIDE) continue;',
      ],
      [
        'what waits at the end is lost',
        'bucket < bucketCount; bucket++) flush(bucket);',
        'bucket < 0; bucket++) flush(bucket);',
      ],
    ],
  ),
  ...mutantsOf(
    'src/engine/formats/read/point-collector.ts',
    ['unit/cloud/stored-points.test.ts'],
    [
      ['a cloud just beyond what is held is held', 'wanted > scratch.wholePoints', 'wanted > scratch.wholePoints + 1'],
      [
        'a cloud of just what is held is not',
        'all.count > all.scratch.wholePoints',
        'all.count >= all.scratch.wholePoints',
      ],
    ],
  ),
  ...mutantsOf(
    'src/engine/cloud/stored-points.ts',
    ['unit/cloud/stored-points.test.ts'],
    [
      ['a cut cloud is a share whatever is left', 'all.count > all.scratch.wholePoints && { all }', '{ all }'],
      ['the share begins anew in each chunk', 'indices.subarray(from, next)', 'indices.subarray(0, next)'],
    ],
  ),
  ...mutantsOf(
    'src/engine/host/within-memory.ts',
    ['gpu/within-memory.test.ts'],
    [
      ['an array that cannot be had ends the run', 'error instanceof RangeError && ', 'false && '],
      ['what went wrong before is forgotten', '  await gpu.settle();', ''],
      ['a cancellation is taken for a refusal', 'if (context.signal.aborted) throw error;', ''],
    ],
  ),
  ...mutantsOf(
    'src/engine/gpu/gpu.ts',
    ['gpu/within-memory.test.ts'],
    [
      ['memory that runs out always ends the run', "this.#onShortage && fault.code === 'gpu-out-of-memory'", 'false'],
      ['a shortage is never forgotten', 'if (!this.#loss.signal.aborted) this.#fault = undefined;', ''],
      [
        'an inner work takes the outer one along',
        '      this.#onShortage = outer;',
        '      this.#onShortage = undefined;',
      ],
    ],
  ),
  ...mutantsOf(
    'src/engine/gpu/gpu.ts',
    ['unit/gpu/error-scopes.test.ts'],
    [
      [
        'what uses a missing buffer is told before it',
        'if (this.#scopes.isOpen) this.#scopes.afterAnswers',
        'if (false) this.#scopes.afterAnswers',
      ],
      [
        'work ends before the device answered',
        '      await this.#answered(this.#watch.signal);\n      await this.#forget',
        '      await this.#forget',
      ],
      ['all that follows from a refusal is printed', 'event.preventDefault();', ''],
      ['answers are waited for after a cancellation', 'await abortable(answers, signal).catch', 'await answers.catch'],
    ],
  ),
  ...mutantsOf(
    'src/engine/gpu/error-scopes.ts',
    ['unit/gpu/error-scopes.test.ts'],
    [
      ['a shortage is taken for a mistake', 'if (short) this.#onFault(shortageOf(command));\n    else if', 'if'],
      ['a lost device is an error of its own', 'answer.catch(() => null)', 'answer'],
      ['a decimal of small sizes is lost', 'mebi < 10 ? 1 : 0', '0'],
    ],
  ),
  ...mutantsOf(
    'src/engine/terrain/height-raster.ts',
    ['unit/terrain/terrain.test.ts'],
    [
      ['a raster may have 1 % more cells', 'MOST_CELLS = 1e9;', 'MOST_CELLS = 1.01e9;'],
      ['a side may have 1 % fewer cells', 'MOST_ON_A_SIDE = 1 << 20;', 'MOST_ON_A_SIDE = 1038090;'],
      ['a side may have 1 % more cells', 'MOST_ON_A_SIDE = 1 << 20;', 'MOST_ON_A_SIDE = 1059061;'],
      ['surfaces half a cell apart are overhangs', 'lowest[index]! > cell) ', 'lowest[index]! > cell / 2) '],
      ['the lowest surface counts', 'if (z > highest', 'if (z < highest'],
      ['a row begins half a cell later', 'Math.ceil(x0 - 0.5)', 'Math.ceil(x0)'],
      ['a border up to rounding begins a cell', 'ROUNDING = 1e-6;', 'ROUNDING = 0;'],
    ],
  ),
  ...mutantsOf(
    'src/engine/terrain/contours.ts',
    ['unit/terrain/terrain.test.ts'],
    [
      ['contours have 1 % fewer heights', 'MOST_HEIGHTS = 10_000;', 'MOST_HEIGHTS = 9_900;'],
      ['contours have 1 % more heights', 'MOST_HEIGHTS = 10_000;', 'MOST_HEIGHTS = 10_100;'],
      ['triangles end a line too early', '>= 0));', '> 1));'],
      ['an interval is a ninth of the range', 'niceBelow(range / 10)', 'niceBelow(range / 9)'],
    ],
  ),
  ...mutantsOf(
    'src/engine/terrain/write-geotiff.ts',
    ['unit/terrain/terrain.test.ts'],
    [
      ['361 are degrees', '<= 360;', '<= 361;'],
      ['strips have no end of their own', 'Math.min(stripRows, rows - strip * stripRows)', 'stripRows'],
    ],
  ),
  ...mutantsOf(
    'src/engine/terrain/terrain-mesh.ts',
    ['unit/terrain/terrain.test.ts'],
    [
      ['one guessed corner is enough', 'CORNERS_OF_A_GUESS = 2;', 'CORNERS_OF_A_GUESS = 1;'],
      ['three guessed corners are needed', 'CORNERS_OF_A_GUESS = 2;', 'CORNERS_OF_A_GUESS = 3;'],
    ],
  ),
  ...mutantsOf(
    'src/engine/tileset/tile-contents.ts',
    ['unit/tileset/tileset.test.ts'],
    [
      ['borders of tiles are simplified', 'Number(this.#tree.sharedDepths[vertex]! < depth)', '0'],
      ['errors of children are forgotten', 'error + below,', 'error,'],
      ['a tile is measured one way', 'Math.max(there.maximum, back.maximum)', 'back.maximum'],
      [
        'boxes hold what a tile shows alone',
        'for (const child of children) {',
        'for (const child of children.slice(9)) {',
      ],
    ],
  ),
  ...mutantsOf(
    'src/engine/tileset/earth-frame.ts',
    ['unit/tileset/tileset.test.ts'],
    [
      ['a term of the series is wrong', '37 * n ** 3) / 96', '36 * n ** 3) / 96'],
      ['zones of ETRS89 end with 37', 'zone <= 38', 'zone <= 37'],
      ['zones of ETRS89 begin with 27', 'zone >= 28', 'zone >= 27'],
      ['the south is the north', 'isSouth: family === 327', 'isSouth: family === 326'],
    ],
  ),
];
