/** Three numbers of one kind: a place, a direction, the extents or the cells of three axes. */
export type Triple = readonly [x: number, y: number, z: number];
