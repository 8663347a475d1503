import { mergePullRequest } from './merge-pull-request.ts';
import { updatePullRequestBranch } from './update-pull-request-branch.ts';

export const pullRequestsMergeTools = [mergePullRequest, updatePullRequestBranch];
