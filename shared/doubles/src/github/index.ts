export type { Throttle } from './access/budgets.ts';
export type { FileSeed } from './git/fast-import.ts';
export type { PartialFault } from './graphql/endpoint.ts';
export type { BlobRequest, LoggedRequest } from './http/request-log.ts';
export type { Bucket } from './http/route.ts';
export type { AdvisorySeed } from './rest/security/advisories.ts';
export type { AppSeed, InstallationSeed, SeededApp } from './seed/apps.ts';
export { jobLog, type LogShape, manyFiles } from './seed/big.ts';
export type { CommitSeed } from './seed/commits.ts';
export type { RepositorySeed } from './seed/repository-seed.ts';
export type {
  CommentSeed,
  DiscussionSeed,
  IssueSeed,
  PullSeed,
  SeededRepository,
} from './seed/seeded-repository.ts';
export type { TokenSeed } from './seed/tokens.ts';
export { zipOf } from './seed/zip.ts';
export { type GitHub, type GitHubOptions, startGitHub } from './start.ts';
export type { AccountSeed } from './state/account.ts';
export type { ProjectSeed } from './state/project.ts';
export type { JobSeed, RunSeed, WorkflowSeed } from './state/workflow.ts';
export { nodeId } from './state/world.ts';
export { type AnswerForms, answerForms } from './validate/answer-forms.ts';
export type { Violation } from './validate/check-exchange.ts';
export { readDescription } from './validate/description.ts';
export { expectValid } from './validate/expect-valid.ts';
export { graphqlErrors } from './validate/graphql-check.ts';
