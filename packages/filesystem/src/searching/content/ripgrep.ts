import { ToolError } from '@portolan/runtime';
import { findProgram, ProgramLanes } from '@portolan/runtime/programs';

/** More names than this are no choice of files any more. */
const maxOutputBytes = 32 * 1024 * 1024;

/** Where `rg` is installed. */
export const findRipgrep = (searchPath?: string): string | undefined => findProgram('rg', searchPath);

const lanes = new Map<string, ProgramLanes>();

function lanesOf(program: string): ProgramLanes {
  const known = lanes.get(program) ?? new ProgramLanes({ program, env: {} });
  lanes.set(program, known);
  return known;
}

/**
 * Runs ripgrep in a folder and hands over what it prints as it comes.
 *
 * @returns whether it did all of its work: not with a folder it may not read, a pattern it does not take, too
 * many names, or an abort, which kills it
 */
export async function runRipgrep(
  program: string,
  folder: string,
  args: readonly string[],
  signal: AbortSignal,
  take: (part: Buffer) => void,
): Promise<boolean> {
  let bytes = 0;
  const consume = (part: Buffer) => {
    bytes += part.length;
    if (bytes > maxOutputBytes) return 'stop';
    take(part);
    return 'more';
  };
  try {
    const { code, truncated } = await lanesOf(program).run({ args, cwd: folder, signal, consume });
    return (code === 0 || code === 1) && !truncated;
  } catch (error) {
    // It was aborted or cannot be started: there is no choice then.
    if (error instanceof ToolError) return false;
    throw error;
  }
}
