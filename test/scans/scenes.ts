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
