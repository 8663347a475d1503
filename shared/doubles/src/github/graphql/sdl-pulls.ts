/** The part about issues, pull requests and their review threads. */
export const pullsSdl = /* GraphQL */ `
  enum CommentAuthorAssociation { COLLABORATOR CONTRIBUTOR FIRST_TIMER FIRST_TIME_CONTRIBUTOR MANNEQUIN MEMBER NONE OWNER }
  enum DiffSide { LEFT RIGHT }
  enum IssueState { CLOSED OPEN }
  enum IssueStateReason { COMPLETED DUPLICATE NOT_PLANNED REOPENED }
  enum PullRequestState { CLOSED MERGED OPEN }
  enum PullRequestReviewDecision { APPROVED CHANGES_REQUESTED REVIEW_REQUIRED }
  enum PullRequestReviewState { APPROVED CHANGES_REQUESTED COMMENTED DISMISSED PENDING }
  enum PullRequestReviewCommentState { PENDING SUBMITTED }
  enum PullRequestReviewThreadSubjectType { FILE LINE }

  type Issue implements Node {
    id: ID!  databaseId: Int  number: Int!  title: String!  body: String!  url: URI!
    state: IssueState!  stateReason: IssueStateReason  locked: Boolean!
    author: Actor  authorAssociation: CommentAuthorAssociation!
    createdAt: DateTime!  updatedAt: DateTime!  closedAt: DateTime
    labels(first: Int, after: String): LabelConnection
    assignees(first: Int, after: String): UserConnection!
    milestone: Milestone  repository: Repository!  parent: Issue
    closedByPullRequestsReferences(first: Int, after: String, includeClosedPrs: Boolean = false): PullRequestConnection
    projectItems(first: Int, after: String): ProjectV2ItemConnection!
  }
  type IssueConnection { nodes: [Issue]  pageInfo: PageInfo!  totalCount: Int! }

  type PullRequest implements Node {
    id: ID!  databaseId: Int  fullDatabaseId: BigInt  number: Int!  title: String!  body: String!  url: URI!
    state: PullRequestState!  isDraft: Boolean!  merged: Boolean!  locked: Boolean!
    author: Actor  authorAssociation: CommentAuthorAssociation!
    createdAt: DateTime!  updatedAt: DateTime!
    baseRefName: String!  baseRefOid: GitObjectID!  headRefName: String!  headRefOid: GitObjectID!
    reviewDecision: PullRequestReviewDecision
    labels(first: Int, after: String): LabelConnection
    repository: Repository!
    closingIssuesReferences(first: Int, after: String): IssueConnection
    reviewThreads(first: Int, after: String, last: Int, before: String): PullRequestReviewThreadConnection!
    projectItems(first: Int, after: String): ProjectV2ItemConnection!
  }
  type PullRequestConnection { nodes: [PullRequest]  pageInfo: PageInfo!  totalCount: Int! }

  type PullRequestReview implements Node {
    id: ID!  databaseId: Int  fullDatabaseId: BigInt  state: PullRequestReviewState!  body: String!  author: Actor
  }
  type PullRequestReviewThread implements Node {
    id: ID!  isResolved: Boolean!  isOutdated: Boolean!  isCollapsed: Boolean!
    path: String!  line: Int  originalLine: Int  startLine: Int  originalStartLine: Int
    diffSide: DiffSide!  startDiffSide: DiffSide  subjectType: PullRequestReviewThreadSubjectType!
    resolvedBy: User  viewerCanReply: Boolean!  viewerCanResolve: Boolean!  viewerCanUnresolve: Boolean!
    pullRequest: PullRequest!  repository: Repository!
    comments(first: Int, after: String, last: Int, before: String): PullRequestReviewCommentConnection!
  }
  type PullRequestReviewThreadConnection { nodes: [PullRequestReviewThread]  edges: [PullRequestReviewThreadEdge]  pageInfo: PageInfo!  totalCount: Int! }
  type PullRequestReviewThreadEdge { cursor: String!  node: PullRequestReviewThread }
  type PullRequestReviewComment implements Node {
    id: ID!  databaseId: Int  fullDatabaseId: BigInt  body: String!  url: URI!  diffHunk: String!  path: String!
    line: Int  originalLine: Int  startLine: Int  outdated: Boolean!  isMinimized: Boolean!  minimizedReason: String
    author: Actor  authorAssociation: CommentAuthorAssociation!  createdAt: DateTime!  updatedAt: DateTime!
    replyTo: PullRequestReviewComment  pullRequestReview: PullRequestReview  state: PullRequestReviewCommentState!
  }
  type PullRequestReviewCommentConnection { nodes: [PullRequestReviewComment]  pageInfo: PageInfo!  totalCount: Int! }

  input ResolveReviewThreadInput { threadId: ID!  clientMutationId: String }
  type ResolveReviewThreadPayload { thread: PullRequestReviewThread  clientMutationId: String }
  input UnresolveReviewThreadInput { threadId: ID!  clientMutationId: String }
  type UnresolveReviewThreadPayload { thread: PullRequestReviewThread  clientMutationId: String }
  input AddPullRequestReviewThreadReplyInput { pullRequestReviewThreadId: ID!  pullRequestReviewId: ID  body: String!  clientMutationId: String }
  type AddPullRequestReviewThreadReplyPayload { comment: PullRequestReviewComment  clientMutationId: String }
  input MarkPullRequestReadyForReviewInput { pullRequestId: ID!  clientMutationId: String }
  type MarkPullRequestReadyForReviewPayload { pullRequest: PullRequest  clientMutationId: String }
  input ConvertPullRequestToDraftInput { pullRequestId: ID!  clientMutationId: String }
  type ConvertPullRequestToDraftPayload { pullRequest: PullRequest  clientMutationId: String }

  type Mutation {
    resolveReviewThread(input: ResolveReviewThreadInput!): ResolveReviewThreadPayload
    unresolveReviewThread(input: UnresolveReviewThreadInput!): UnresolveReviewThreadPayload
    addPullRequestReviewThreadReply(input: AddPullRequestReviewThreadReplyInput!): AddPullRequestReviewThreadReplyPayload
    markPullRequestReadyForReview(input: MarkPullRequestReadyForReviewInput!): MarkPullRequestReadyForReviewPayload
    convertPullRequestToDraft(input: ConvertPullRequestToDraftInput!): ConvertPullRequestToDraftPayload
  }
`;
