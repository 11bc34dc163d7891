/**
 * The one table of methods: all that the program knows of the values of the option `preset`. A value of the option
 * without a row does not compile.
 */
import type { ReconstructOptions } from '../options.ts';
import { defaultKernels, NEIGHBOURS } from './default/default-kernels.ts';
import { defaultStages } from './default/default-stages.ts';
import { estimateDefault } from './default/estimate-default.ts';
import { joinDefaultStreamed, planDefaultTiles, runDefault } from './default/run-default.ts';
import type { Method } from './method.ts';
import { estimatePaper } from './paper/estimate-paper.ts';
import { paperStages, runPaper } from './paper/run-paper.ts';

export const METHODS: Readonly<Record<ReconstructOptions['preset'], Method>> = Object.freeze({
  default: {
    stages: () => defaultStages([64, 128, 256]),
    kernels: defaultKernels,
    listed: NEIGHBOURS,
    thinsLines: true,
    run: runDefault,
    planTiles: planDefaultTiles,
    joinStreamed: joinDefaultStreamed,
    estimate: estimateDefault,
  },
  // It asks for all of its kernels at once.
  paper: {
    stages: paperStages,
    kernels: () => [],
    listed: 0,
    thinsLines: false,
    run: runPaper,
    estimate: estimatePaper,
  },
});
