export * from './principal.ts';
export { type CallerTokenSettings, callerTokenSettings } from './settings.ts';
export type * from './types.ts';
