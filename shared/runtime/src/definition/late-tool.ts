import type { Tool } from './tool.ts';

/**
 * A tool whose code runs from its first call on. The build writes one for every tool; authors write `defineTool`.
 *
 * @param declaration what the build recorded of the tool
 * @param load gives the tool itself
 */
export function lateTool<Services>(
  declaration: Omit<Tool<Services>, 'prepare'>,
  load: () => Tool<Services>,
): Tool<Services> {
  let tool: Tool<Services> | undefined;
  return {
    ...declaration,
    prepare(raw) {
      tool ??= load();
      return tool.prepare(raw);
    },
  };
}
