import type { Prompt } from '@portolan/runtime';
import type { Services } from '../services.ts';

export const prompts: readonly Prompt<Services>[] = [];
