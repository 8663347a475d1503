import type { Budgets } from '../access/budgets.ts';
import type { Route } from '../http/route.ts';
import { jobRoutes } from './actions/jobs.ts';
import { runRoutes } from './actions/runs.ts';
import { workflowRoutes } from './actions/workflows.ts';
import { appRoutes } from './apps/apps.ts';
import { checkRunRoutes } from './checks/check-runs.ts';
import { statusRoutes } from './checks/statuses.ts';
import { blobRoutes } from './git/blobs.ts';
import { gitCommitRoutes } from './git/commits.ts';
import { refRoutes } from './git/refs.ts';
import { gitTagRoutes } from './git/tags.ts';
import { treeRoutes } from './git/trees.ts';
import { commentRoutes } from './issues/comments.ts';
import { issueRoutes } from './issues/issues.ts';
import { labelRoutes } from './issues/labels.ts';
import { milestoneRoutes } from './issues/milestones.ts';
import { peopleRoutes } from './issues/people.ts';
import { subIssueRoutes } from './issues/sub-issues.ts';
import { timelineRoutes } from './issues/timeline.ts';
import { mergeRoutes } from './pulls/merge.ts';
import { pullRoutes } from './pulls/pulls.ts';
import { reviewCommentRoutes } from './pulls/review-comments.ts';
import { reviewRoutes } from './pulls/reviews.ts';
import { branchRoutes } from './repos/branches.ts';
import { collaboratorRoutes } from './repos/collaborators.ts';
import { commitRoutes } from './repos/commits.ts';
import { compareRoutes } from './repos/compare.ts';
import { contentRoutes } from './repos/contents.ts';
import { releaseRoutes } from './repos/releases.ts';
import { repositoryRoutes } from './repos/repositories.ts';
import { rulesetRoutes } from './repos/rulesets.ts';
import { codeSearchRoutes } from './search/code.ts';
import { issueSearchRoutes } from './search/issues.ts';
import { otherSearchRoutes } from './search/rest.ts';
import { advisoryRoutes } from './security/advisories.ts';
import { codeScanningRoutes } from './security/code-scanning.ts';
import { dependabotRoutes } from './security/dependabot.ts';
import { secretScanningRoutes } from './security/secret-scanning.ts';
import { serviceRoutes } from './service.ts';
import { gistRoutes } from './social/gists.ts';
import { notificationRoutes } from './social/notifications.ts';
import { starRoutes } from './social/stars.ts';
import { userRoutes } from './users.ts';

/** Everything the double answers. */
export const routes = (budgets: Budgets): readonly Route[] => [
  ...serviceRoutes(budgets),
  ...userRoutes,
  ...repositoryRoutes,
  ...collaboratorRoutes,
  ...contentRoutes,
  ...commitRoutes,
  ...compareRoutes,
  ...branchRoutes,
  ...blobRoutes,
  ...treeRoutes,
  ...gitCommitRoutes,
  ...refRoutes,
  ...gitTagRoutes,
  ...issueRoutes,
  ...commentRoutes,
  ...labelRoutes,
  ...milestoneRoutes,
  ...peopleRoutes,
  ...subIssueRoutes,
  ...timelineRoutes,
  ...pullRoutes,
  ...reviewRoutes,
  ...reviewCommentRoutes,
  ...mergeRoutes,
  ...codeSearchRoutes,
  ...issueSearchRoutes,
  ...otherSearchRoutes,
  ...checkRunRoutes,
  ...statusRoutes,
  ...workflowRoutes,
  ...runRoutes,
  ...jobRoutes,
  ...releaseRoutes,
  ...rulesetRoutes,
  ...codeScanningRoutes,
  ...dependabotRoutes,
  ...secretScanningRoutes,
  ...advisoryRoutes,
  ...starRoutes,
  ...notificationRoutes,
  ...gistRoutes,
  ...appRoutes,
];
