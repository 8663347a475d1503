export { absoluteFolders, findProgram } from './find-program.ts';
export { killGroup, throwIfStopped } from './process-group.ts';
export type { LaneOptions, LaneRequest } from './program-lane.ts';
export { ProgramLanes } from './program-lanes.ts';
export { type ProgramRequest, type ProgramResult, runProgram } from './run-program.ts';
