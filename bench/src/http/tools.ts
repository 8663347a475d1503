/** Both servers of the comparison have so many tools, of the same names and schemas. */
export const TOOL_COUNT = 30;

export const toolName = (index: number) => `echo_${index}`;
