import type { Tool } from '@portolan/runtime';
import type { Services } from '../../services.ts';

export const actionsWriteTools: readonly Tool<Services>[] = [];
