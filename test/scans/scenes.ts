/** Rooms made in code, scanned from inside: boxes that stand on the floor and against the walls, as furniture does. */
import type { Triple } from '../../src/engine/math/triple.ts';
import type { WorldMesh } from '../../src/engine/mesh/world-mesh.ts';
import { insideOut, together } from '../shapes/meshes.ts';
import { box } from '../shapes/procedural-shapes.ts';

type Corners = readonly [low: Triple, high: Triple];

function scene(shells: readonly Corners[], furniture: readonly Corners[]): WorldMesh {
  const parts = [
    ...shells.map(([low, high]) => insideOut(box(low, high))),
    ...furniture.map(([low, high]) => box(low, high)),
  ];
  return parts.reduce((all, part) => together(all, part));
}

/** 5 × 4 × 2.6, two desks on legs, a cupboard, a shelf of 2 cm boards, a screen. */
export function office(): WorldMesh {
  const desk = (x: number, y: number): Corners[] => [
    [
      [x, y, 0.72],
      [x + 1.4, y + 0.7, 0.75],
    ],
    ...[0, 1.35].map((leg): Corners => [
      [x + leg, y + 0.05, 0],
      [x + leg + 0.05, y + 0.65, 0.72],
    ]),
  ];
  const boards = [0.3, 0.8, 1.3, 1.8].map((z): Corners => [
    [0, 3.7, z],
    [1.2, 4, z + 0.02],
  ]);
  return scene(
    [
      [
        [0, 0, 0],
        [5, 4, 2.6],
      ],
    ],
    [
      ...desk(1.2, 1.1),
      ...desk(3.2, 2.4),
      [
        [4.4, 0, 0],
        [5, 1.6, 2],
      ],
      ...boards,
      [
        [1.5, 1.4, 0.75],
        [2.1, 1.44, 1.1],
      ],
    ],
  );
}

/** 12 × 8 × 4 with six columns. */
export function hall(): WorldMesh {
  const columns = [2.5, 6, 9.5].flatMap((x) =>
    [2.2, 5.8].map((y): Corners => [
      [x - 0.25, y - 0.25, 0],
      [x + 0.25, y + 0.25, 4],
    ]),
  );
  return scene(
    [
      [
        [0, 0, 0],
        [12, 8, 4],
      ],
    ],
    columns,
  );
}

/** 14 × 1.8 × 2.5, bare but for a bench, a cupboard and two door frames. */
export function corridor(): WorldMesh {
  return scene(
    [
      [
        [0, 0, 0],
        [14, 1.8, 2.5],
      ],
    ],
    [
      [
        [3, 0, 0],
        [4.6, 0.45, 0.45],
      ],
      [
        [9.2, 1.3, 0],
        [10.2, 1.8, 1.9],
      ],
      ...[5.5, 11].flatMap((x): Corners[] => [
        [
          [x, 0, 0],
          [x + 0.15, 0.25, 2.5],
        ],
        [
          [x, 1.55, 0],
          [x + 0.15, 1.8, 2.5],
        ],
      ]),
    ],
  );
}

/** 9 × 4 × 2.6, two rooms with a door between them, a bed, a sofa, a cupboard, a board and a table top. */
export function flat(): WorldMesh {
  return scene(
    [
      [
        [0, 0, 0],
        [9, 4, 2.6],
      ],
    ],
    [
      [
        [4.4, 0, 0],
        [4.6, 1.5, 2.6],
      ],
      [
        [4.4, 2.5, 0],
        [4.6, 4, 2.6],
      ],
      [
        [4.4, 1.5, 2.1],
        [4.6, 2.5, 2.6],
      ],
      [
        [0.5, 0.3, 0],
        [2.3, 1.2, 0.5],
      ],
      [
        [6, 2.8, 0],
        [8, 3.7, 0.45],
      ],
      [
        [7.8, 0, 0],
        [9, 0.5, 2],
      ],
      [
        [2.8, 3.5, 0.9],
        [4, 4, 0.93],
      ],
      [
        [5.2, 0.4, 0.7],
        [6.6, 1.1, 0.73],
      ],
    ],
  );
}

/** 1.2 × 6.5 × 4.9: fourteen steps and a landing. */
export function staircase(): WorldMesh {
  const steps = Array.from({ length: 14 }, (_, i): Corners => [
    [0.05, 1 + 0.28 * i, 0.17 * i],
    [1.15, 1.28 + 0.28 * i, 0.17 * (i + 1)],
  ]);
  return scene(
    [
      [
        [0, 0, 0],
        [1.2, 6.5, 4.9],
      ],
    ],
    [
      ...steps,
      [
        [0, 4.92, 2.34],
        [1.2, 6.5, 2.38],
      ],
    ],
  );
}

/** A yard of 20 × 14 between four houses, open above. */
export function courtyard(): WorldMesh {
  return scene(
    [],
    [
      [
        [-6, -6, -1],
        [26, 20, 0],
      ],
      [
        [0, -3, 0],
        [20, 0, 9],
      ],
      [
        [0, 14, 0],
        [20, 17, 12],
      ],
      [
        [-3, -3, 0],
        [0, 17, 7],
      ],
      [
        [20, -3, 0],
        [23, 17, 10],
      ],
      [
        [5, 5, 0],
        [6, 6, 3],
      ],
      [
        [12, 8, 0],
        [15, 10, 1.2],
      ],
    ],
  );
}

/** Four houses on either side, open above and at its ends, two cars. */
export function street(): WorldMesh {
  const houses = [0, 1, 2, 3].flatMap((i): Corners[] => [
    [
      [10 * i, 5, 0],
      [10 * i + 9.2, 11, 6 + 2 * (i % 2)],
    ],
    [
      [10 * i + 0.6, -11, 0],
      [10 * i + 9.9, -5, 8 - i],
    ],
  ]);
  return scene(
    [],
    [
      [
        [-2, -12, -1],
        [42, 12, 0],
      ],
      ...houses,
      [
        [8, 2.4, 0],
        [12, 4.2, 1.5],
      ],
      [
        [21, -4.2, 0],
        [25, -2.4, 1.6],
      ],
    ],
  );
}

/** A house with eaves, a shed and a canopy on open ground. */
export function farm(): WorldMesh {
  const posts = [-5, -2.1].flatMap((x) =>
    [-5, -2.1].map((y): Corners => [
      [x, y, 0],
      [x + 0.1, y + 0.1, 2.1],
    ]),
  );
  return scene(
    [],
    [
      [
        [-12, -12, -0.5],
        [20, 18, 0],
      ],
      [
        [0, 0, 0],
        [8, 6, 5],
      ],
      [
        [-0.8, -0.8, 5],
        [8.8, 6.8, 5.2],
      ],
      [
        [10, 2, 0],
        [12, 4, 2.2],
      ],
      [
        [-5, -5, 2.1],
        [-2, -2, 2.2],
      ],
      ...posts,
    ],
  );
}
