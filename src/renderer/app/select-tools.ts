/** Which tools select points. */
import { SELECT_TOOLS, type SelectTool, type Tool } from './state.ts';

export function isSelectTool(tool: Tool): tool is SelectTool {
  return (SELECT_TOOLS as readonly Tool[]).includes(tool);
}

/** A tool that has its own part of the step Clean: the others fold meanwhile. */
export function isStandingTool(tool: Tool): boolean {
  return tool === 'level' || tool === 'measure';
}
