/** The steps of the document that a file or a run makes. Pure. */
import { withoutLengths } from '../../engine/vocabulary.ts';
import type { FinishedRun, OpenedCloud } from '../worker/engine-api.ts';
import { coloringAfterOpen } from './cloud-colorings.ts';
import type { DocumentState } from './state.ts';

/** A cloud in place of all that was shown. */
export function afterOpen({ options, view }: DocumentState, cloud: OpenedCloud): DocumentState {
  return {
    cloud,
    run: null,
    trim: null,
    options: withoutLengths(options),
    view: {
      ...view,
      cloudVisible: true,
      cloudColoring: coloringAfterOpen(view.cloudColoring, cloud.info),
      meshVisible: true,
      distanceRange: 'auto',
      clip: null,
    },
  };
}

/** A finished mesh on its cloud, which would only cover what was waited for. */
export function afterRun(document: DocumentState, run: FinishedRun): DocumentState {
  const { view } = document;
  const hasColors = run.geometry.colors !== undefined;
  const first = hasColors && view.cloudColoring === 'file' ? 'file' : 'plain';
  // A second run is compared with the first: it is looked at in the same way.
  const again = view.meshColoring === 'file' && !hasColors ? 'plain' : view.meshColoring;
  return {
    ...document,
    run,
    trim: null,
    view: {
      ...view,
      cloudVisible: false,
      meshVisible: true,
      meshColoring: document.run ? again : first,
      distanceRange: 'auto',
    },
  };
}
