import type { Tool } from '@portolan/runtime';
import type { Services } from '../../services.ts';

export const reposWriteTools: readonly Tool<Services>[] = [];
