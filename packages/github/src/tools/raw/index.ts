import { getApi } from './get-api.ts';

export const rawTools = [getApi];
