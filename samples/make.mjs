// The small clouds of this folder, all our own (no restriction): node samples/make.mjs writes them again, the same
// bytes every time. bracket: closed, sharp edges, a bore. lattice: closed, genus 28. hill: open, noisy, coloured.
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = dirname(fileURLToPath(import.meta.url));

/** mulberry32: a small seeded generator of numbers in [0, 1). */
function generator(seed) {
  let a = seed >>> 0;
  const uniform = () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  return { uniform, normal };
}

/** points: arrays of x y z, optionally followed by red green blue. */
function writePly(name, points) {
  const colored = points[0].length === 6;
  const header = [
    'ply',
    'format binary_little_endian 1.0',
    'comment GridPull sample, made by samples/make.mjs',
    `element vertex ${points.length}`,
    ...['x', 'y', 'z'].map((axis) => `property float ${axis}`),
    ...(colored ? ['red', 'green', 'blue'].map((channel) => `property uchar ${channel}`) : []),
    'end_header\n',
  ].join('\n');
  const stride = colored ? 15 : 12;
  const data = Buffer.alloc(points.length * stride);
  points.forEach((point, i) => {
    for (let k = 0; k < 3; k++) data.writeFloatLE(point[k], i * stride + 4 * k);
    for (let k = 3; k < point.length; k++) data.writeUInt8(point[k], i * stride + 9 + k);
  });
  writeFileSync(join(folder, name), Buffer.concat([Buffer.from(header, 'latin1'), data]));
}

/** An L-shaped bracket of millimetres: a profile pulled along z, with a bore through its upright. */
function bracket(count) {
  const { uniform } = generator(11);
  const profile = [
    [0, 0],
    [80, 0],
    [80, 12],
    [12, 12],
    [12, 60],
    [0, 60],
  ];
  const depth = 50;
  const bore = { y: 38, z: 25, radius: 11 };
  const inProfile = ([x, y]) => x >= 0 && y >= 0 && ((y <= 12 && x <= 80) || (x <= 12 && y <= 60));
  const inBore = (y, z) => Math.hypot(y - bore.y, z - bore.z) < bore.radius;
  const faces = [];
  profile.forEach(([x0, y0], i) => {
    const [x1, y1] = profile[(i + 1) % profile.length];
    const length = Math.hypot(x1 - x0, y1 - y0);
    faces.push({
      area: length * depth,
      draw: () => {
        const t = uniform();
        const point = [x0 + t * (x1 - x0), y0 + t * (y1 - y0), depth * uniform()];
        const upright = x0 === x1 && x0 <= 12;
        return upright && inBore(point[1], point[2]) ? undefined : point;
      },
    });
  });
  for (const z of [0, depth]) {
    faces.push({
      area: 80 * 60,
      draw: () => {
        const point = [80 * uniform(), 60 * uniform()];
        return inProfile(point) ? [...point, z] : undefined;
      },
    });
  }
  faces.push({
    area: 2 * Math.PI * bore.radius * 12,
    draw: () => {
      const angle = 2 * Math.PI * uniform();
      return [12 * uniform(), bore.y + bore.radius * Math.cos(angle), bore.z + bore.radius * Math.sin(angle)];
    },
  });
  return drawFrom(faces, count, uniform);
}

/** Points in proportion to the faces' areas; a face may refuse a draw. */
function drawFrom(faces, count, uniform) {
  const total = faces.reduce((sum, face) => sum + face.area, 0);
  const points = [];
  while (points.length < count) {
    let at = uniform() * total;
    const face = faces.find((f) => (at -= f.area) < 0) ?? faces[0];
    const point = face.draw();
    if (point) points.push(point);
  }
  return points;
}

/** The edges of 2×2×2 cubes as smoothly joined rods: 54 edges, 27 corners, so genus 54 − 27 + 1 = 28. */
function lattice(count) {
  const { uniform } = generator(12);
  const radius = 0.16;
  const blend = 0.05;
  const rods = [];
  for (let x = 0; x <= 2; x++)
    for (let y = 0; y <= 2; y++)
      for (let z = 0; z <= 2; z++)
        for (let axis = 0; axis < 3; axis++) if ([x, y, z][axis] < 2) rods.push({ from: [x, y, z], axis });
  // Smooth minimum of the distances to the rods: −b log Σ exp(−d/b).
  const value = (p) => {
    let sum = 0;
    for (const { from, axis } of rods) {
      const t = Math.min(1, Math.max(0, p[axis] - from[axis]));
      const d = Math.hypot(...p.map((c, k) => c - from[k] - (k === axis ? t : 0)));
      sum += Math.exp(-d / blend);
    }
    return -blend * Math.log(sum) - radius;
  };
  const gradient = (p) =>
    [0, 1, 2].map((k) => {
      const step = 1e-5;
      const at = (sign) => value(p.map((c, j) => c + (j === k ? sign * step : 0)));
      return (at(1) - at(-1)) / (2 * step);
    });
  const points = [];
  while (points.length < count) {
    let p = [0, 1, 2].map(() => -0.3 + 2.6 * uniform());
    if (Math.abs(value(p)) > 0.03) continue;
    // A thin shell holds points in proportion to its thickness, 1 / |∇f|: kept in proportion to |∇f| they are even.
    if (uniform() > Math.hypot(...gradient(p)) / 1.2) continue;
    for (let i = 0; i < 8; i++) {
      const g = gradient(p);
      const step = value(p) / g.reduce((s, c) => s + c * c, 0);
      p = p.map((c, k) => c - step * g[k]);
    }
    points.push(p);
  }
  return points;
}

/** A hilly square of a hundred metres, seen from above with 8 cm of noise; green low, grey high. */
function hill(count) {
  const { uniform, normal } = generator(13);
  const height = (x, y) =>
    18 * Math.exp(-((x - 40) ** 2 + (y - 55) ** 2) / 500) +
    9 * Math.exp(-((x - 75) ** 2 + (y - 25) ** 2) / 220) +
    1.5 * Math.sin(x / 7) * Math.cos(y / 9);
  return Array.from({ length: count }, () => {
    const [x, y] = [100 * uniform(), 100 * uniform()];
    const z = height(x, y);
    const t = Math.min(1, Math.max(0, z / 18));
    const color = [
      [86, 132, 62],
      [168, 162, 150],
    ][0].map((low, k) => Math.round(low + t * ([168, 162, 150][k] - low)));
    return [x + 0.08 * normal(), y + 0.08 * normal(), z + 0.08 * normal(), ...color];
  });
}

writePly('bracket.ply', bracket(40_000));
writePly('lattice.ply', lattice(40_000));
writePly('hill.ply', hill(30_000));
