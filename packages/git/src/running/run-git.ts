import { type ProgramRequest, type ProgramResult, runProgram } from '@portolan/runtime/programs';
import { findGit } from './program.ts';

export type GitRequest = Omit<ProgramRequest, 'program'>;
export type GitResult = ProgramResult;

/**
 * Runs git in a process group of its own, which is killed as a whole at the output limit, at the deadline and
 * when the call is cancelled.
 *
 * @throws ToolError `timeout` or `cancelled` when the signal aborts, `unavailable` when git cannot be started
 */
export const runGit = (request: GitRequest): Promise<GitResult> =>
  runProgram({ ...request, program: findGit() });
