import type { Step } from './step.ts';
import { filesStory } from './story-files.ts';
import { issuesStory } from './story-issues.ts';
import { pullsStory } from './story-pulls.ts';
import { restStory } from './story-rest.ts';

/** The same calls for any GitHub, from an empty account on; each step relies on those before. */
export const story: readonly Step[] = [...filesStory, ...issuesStory, ...pullsStory, ...restStory];
