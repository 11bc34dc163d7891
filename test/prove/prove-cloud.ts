/** Clouds of the surfaces of surfaces.ts, with noise and holes, through the whole engine on the software device. */
import { openNodeHost } from '../../src/cli/node-host.ts';
import { ReconstructError, reconstruct, type ReconstructOptions } from '../../src/engine/index.ts';
import { quietContext } from '../run-context.ts';
import { pointCloudOf, sampleCloud } from '../shapes/sampled-cloud.ts';
import { Dice } from './dice.ts';
import { type Failure, faultsOf } from './prove-surface.ts';
import { surfaceOf } from './surfaces.ts';

const POINTS = 6000;

export interface CloudProof {
  readonly surface: string;
  readonly failures: readonly Failure[];
}

/** One after the other, from the number `first` on; surfaces that a scan says nothing of are passed over. */
export async function* proveClouds(first: number, count: number): AsyncGenerator<CloudProof, void, undefined> {
  if (count === 0) return;
  await using host = await openNodeHost({ software: true });
  for (let seed = first, done = 0; done < count; seed++) {
    const { name, mesh } = surfaceOf(seed);
    if (mesh.indices.length < 3000) continue;
    done++;
    const dice = new Dice(seed + 0xc10d);
    const noise = dice.pick([0, 0.002, 0.01]);
    const cloud = pointCloudOf(sampleCloud(mesh, { points: POINTS, seed, noise, outliers: dice.pick([0, 0.02]) }));
    const options: Partial<ReconstructOptions> = {
      resolution: 64,
      certify: true,
      ...dice.pick<Partial<ReconstructOptions>>([
        {},
        { relax: true },
        { close: 'all' },
        { smooth: 3, simplify: '20%' },
      ]),
    };
    const surface = `${seed}: ${name}, noise ${noise}, ${JSON.stringify(options)}`;
    try {
      const { report } = await reconstruct(cloud, options, host, quietContext);
      const what = faultsOf(report.proof!).join('; ');
      yield { surface, failures: what === '' ? [] : [{ seed, surface: name, options, what }] };
    } catch (error) {
      if (error instanceof ReconstructError && error.code === 'cloud-degenerate') yield { surface, failures: [] };
      else yield { surface, failures: [{ seed, surface: name, options, what: `ends with ${String(error)}` }] };
    }
  }
}
