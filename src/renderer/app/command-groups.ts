/** Commands that differ in one word only: what each of them asks for. */
import type { CommandId } from '../../contracts/commands.ts';
import type { StandardView } from '../viewport/viewport-api.ts';
import type { PointAct } from '../worker/engine-api.ts';
import { type Step, STEPS } from './state.ts';
import { type StepCommand, stepCommand } from './steps.ts';

type Commands<K extends CommandId> = Readonly<Record<K, () => void>>;

const VIEWS = ['front', 'back', 'right', 'left', 'top', 'bottom'] as const satisfies readonly StandardView[];

export function viewCommands(look: (from: StandardView) => void): Commands<`view-${StandardView}`> {
  const commands = VIEWS.map((view) => [`view-${view}`, () => look(view)] as const);
  return Object.fromEntries(commands) as Commands<`view-${StandardView}`>;
}

export function stepCommands(show: (step: Step) => void): Commands<StepCommand> {
  const commands = STEPS.map((step) => [stepCommand(step), () => show(step)] as const);
  return Object.fromEntries(commands) as Commands<StepCommand>;
}

const POINT_ACTS = {
  'select-all': { act: 'select', query: { by: 'all' }, mode: 'new' },
  'select-none': { act: 'none' },
  'select-invert': { act: 'invert' },
  'delete-points': { act: 'remove' },
  'keep-points': { act: 'keep' },
  'restore-points': { act: 'restore' },
} as const satisfies Partial<Record<CommandId, PointAct>>;

export function pointCommands(edit: (act: PointAct) => void): Commands<keyof typeof POINT_ACTS> {
  const commands = Object.entries(POINT_ACTS).map(([id, act]) => [id, () => edit(act)] as const);
  return Object.fromEntries(commands) as Commands<keyof typeof POINT_ACTS>;
}
