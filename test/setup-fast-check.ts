/**
 * Property tests draw the same cases on every run, so that a red build can be told from bad luck. To look further:
 * FC_SEED=$RANDOM npm run test:fast, or FC_RUNS=2000 for more cases; a failure prints its seed and its shrunk case.
 */
import fc from 'fast-check';

const env = typeof process === 'undefined' ? {} : process.env;
const runs = Number(env['FC_RUNS']);
fc.configureGlobal({ seed: Number(env['FC_SEED'] ?? 20231004), ...(runs > 0 ? { numRuns: runs } : {}) });
