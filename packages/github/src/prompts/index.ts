import type { Prompt } from '@portolan/runtime';
import type { Services } from '../services.ts';
import { fixFailingCi } from './fix-failing-ci.ts';
import { releaseNotes } from './release-notes.ts';
import { reviewPullRequest } from './review-pull-request.ts';
import { triageIssues } from './triage-issues.ts';

export const prompts: readonly Prompt<Services>[] = [
  reviewPullRequest,
  triageIssues,
  fixFailingCi,
  releaseNotes,
];
