/** The clouds that come with the program, and what their cards say and show. */
import bracket from '../../icons/sample-bracket.svg?raw';
import hill from '../../icons/sample-hill.svg?raw';
import lattice from '../../icons/sample-lattice.svg?raw';

export const SAMPLES = [
  { file: 'bracket.ply', name: 'empty.bracket', text: 'empty.bracketText', picture: bracket },
  { file: 'lattice.ply', name: 'empty.lattice', text: 'empty.latticeText', picture: lattice },
  { file: 'hill.ply', name: 'empty.hill', text: 'empty.hillText', picture: hill },
] as const;
