/** Costs of `shaders/paper`: GridPull as published, on its dense grid of 128³ nodes. */
import { type CostOf, each, param, type PassFacts } from './pass-cost.ts';

const NODES = 128 ** 3;
const active = (pass: PassFacts): number => param(pass, 'active_count');
const all = (): number => NODES;

export const PAPER_COSTS: Readonly<Record<string, CostOf>> = {
  /**
   * Queries read and scatter at random places of a grid (8 MiB twice) that a cache may hold or not, by atomics: no
   * bytes.
   */
  'paper/pull_queries': each('queries', (pass) => param(pass, 'query_count')),
  /** Node number, value, weight in, slope out (those beside are cached). Six neighbours of 7. */
  'paper/smooth_band': each('nodes', active, 16, 43),
  /** Number and slope in (8), gradient, two moments and the value in and out (32). */
  'paper/adam_step': each('nodes', active, 40, 15),
  'paper/spread_band': each('nodes', all, 8, 0),
  'paper/mark_active': each('nodes', (pass) => param(pass, 'node_count'), 8.125, 0),
  'paper/compact_nodes': each('nodes', (pass) => param(pass, 'node_count'), 4, 0),
  'paper/init_sphere': each('nodes', all, 4, 10),
  'paper/mark_points': each('points', (pass) => param(pass, 'point_count'), 16, 6),
  /** Values out; the source is read once by those that lie inside it. Eight corners of 4. */
  'paper/resample_field': each('nodes', (pass) => param(pass, 'slot_count'), 4, 41),
};
