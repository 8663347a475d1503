import type { Resource } from '@portolan/runtime';
import type { Services } from '../services.ts';

export const resources: readonly Resource<Services>[] = [];
