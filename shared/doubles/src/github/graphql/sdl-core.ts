/** The part of GitHub's GraphQL schema about accounts, repositories and commits; names and types are GitHub's. */
export const coreSdl = /* GraphQL */ `
  scalar DateTime
  scalar Date
  scalar URI
  scalar GitObjectID
  scalar GitTimestamp
  scalar BigInt

  interface Node { id: ID! }
  interface Actor { login: String!  url: URI!  avatarUrl(size: Int): URI! }
  interface RepositoryOwner { id: ID!  login: String!  url: URI! }
  interface ProjectV2Owner { id: ID!  projectV2(number: Int!): ProjectV2 }
  interface GitObject { id: ID!  oid: GitObjectID! }

  type PageInfo { endCursor: String  hasNextPage: Boolean!  hasPreviousPage: Boolean!  startCursor: String }
  type RateLimit { cost: Int!  limit: Int!  remaining: Int!  used: Int!  resetAt: DateTime!  nodeCount: Int! }

  type User implements Node & Actor & RepositoryOwner & ProjectV2Owner {
    id: ID!  databaseId: Int  login: String!  name: String  email: String!  bio: String
    url: URI!  avatarUrl(size: Int): URI!  isViewer: Boolean!
    projectV2(number: Int!): ProjectV2
    projectsV2(first: Int, after: String, query: String): ProjectV2Connection!
  }
  type Bot implements Node & Actor { id: ID!  databaseId: Int  login: String!  url: URI!  avatarUrl(size: Int): URI! }
  type Organization implements Node & Actor & RepositoryOwner & ProjectV2Owner {
    id: ID!  databaseId: Int  login: String!  name: String  url: URI!  avatarUrl(size: Int): URI!
    projectV2(number: Int!): ProjectV2
    projectsV2(first: Int, after: String, query: String): ProjectV2Connection!
  }
  union IssueOrPullRequest = Issue | PullRequest
  type UserConnection { nodes: [User]  pageInfo: PageInfo!  totalCount: Int! }

  type Label implements Node { id: ID!  name: String!  color: String!  description: String }
  type LabelConnection { nodes: [Label]  pageInfo: PageInfo!  totalCount: Int! }
  enum MilestoneState { CLOSED OPEN }
  type Milestone implements Node { id: ID!  number: Int!  title: String!  state: MilestoneState! }

  type Ref implements Node { id: ID!  name: String!  prefix: String!  target: GitObject }
  type GitActor { name: String  email: String  date: GitTimestamp  user: User }
  type Commit implements Node & GitObject {
    id: ID!  oid: GitObjectID!  abbreviatedOid: String!  url: URI!
    message: String!  messageHeadline: String!  messageBody: String!
    authoredDate: DateTime!  committedDate: DateTime!  author: GitActor  committer: GitActor
    blame(path: String!): Blame!
  }
  type Blob implements Node & GitObject { id: ID!  oid: GitObjectID!  byteSize: Int!  isBinary: Boolean  text: String }
  type Tree implements Node & GitObject { id: ID!  oid: GitObjectID! }
  type Blame { ranges: [BlameRange!]! }
  type BlameRange { age: Int!  commit: Commit!  startingLine: Int!  endingLine: Int! }

  enum RepositoryPermission { ADMIN MAINTAIN READ TRIAGE WRITE }
  type Repository implements Node {
    id: ID!  databaseId: Int  name: String!  nameWithOwner: String!  description: String  url: URI!
    owner: RepositoryOwner!  isPrivate: Boolean!  isArchived: Boolean!  isDisabled: Boolean!  isEmpty: Boolean!
    hasDiscussionsEnabled: Boolean!  viewerPermission: RepositoryPermission
    defaultBranchRef: Ref
    ref(qualifiedName: String!): Ref
    object(expression: String, oid: GitObjectID): GitObject
    issue(number: Int!): Issue
    pullRequest(number: Int!): PullRequest
    issueOrPullRequest(number: Int!): IssueOrPullRequest
    discussion(number: Int!): Discussion
    discussions(first: Int, after: String, last: Int, before: String, categoryId: ID = null, states: [DiscussionState!] = [], answered: Boolean = null, orderBy: DiscussionOrder = { field: UPDATED_AT, direction: DESC }): DiscussionConnection!
    discussionCategories(first: Int, after: String): DiscussionCategoryConnection!
    projectV2(number: Int!): ProjectV2
    projectsV2(first: Int, after: String, query: String): ProjectV2Connection!
  }

  type Query {
    viewer: User!
    rateLimit(dryRun: Boolean = false): RateLimit
    repository(owner: String!, name: String!, followRenames: Boolean = true): Repository
    user(login: String!): User
    organization(login: String!): Organization
    repositoryOwner(login: String!): RepositoryOwner
    node(id: ID!): Node
    nodes(ids: [ID!]!): [Node]!
  }
`;
