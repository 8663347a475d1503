import { getMe } from './get-me.ts';

export const contextTools = [getMe];
