/** The part about discussions. */
export const discussionsSdl = /* GraphQL */ `
  enum DiscussionState { CLOSED OPEN }
  enum DiscussionCloseReason { DUPLICATE OUTDATED RESOLVED }
  enum DiscussionStateReason { DUPLICATE OUTDATED REOPENED RESOLVED }
  enum DiscussionOrderField { CREATED_AT UPDATED_AT }
  enum OrderDirection { ASC DESC }
  input DiscussionOrder { field: DiscussionOrderField!  direction: OrderDirection! }

  type DiscussionCategory implements Node {
    id: ID!  name: String!  slug: String!  description: String  emoji: String!  isAnswerable: Boolean!
  }
  type DiscussionCategoryConnection { nodes: [DiscussionCategory]  pageInfo: PageInfo!  totalCount: Int! }
  type Discussion implements Node {
    id: ID!  databaseId: Int  number: Int!  title: String!  body: String!  url: URI!
    author: Actor  authorAssociation: CommentAuthorAssociation!  category: DiscussionCategory!
    createdAt: DateTime!  updatedAt: DateTime!  closed: Boolean!  closedAt: DateTime  locked: Boolean!
    stateReason: DiscussionStateReason  upvoteCount: Int!
    isAnswered: Boolean  answer: DiscussionComment  answerChosenAt: DateTime  answerChosenBy: Actor
    labels(first: Int, after: String): LabelConnection
    comments(first: Int, after: String, last: Int, before: String): DiscussionCommentConnection!
    repository: Repository!
  }
  type DiscussionConnection { nodes: [Discussion]  pageInfo: PageInfo!  totalCount: Int! }
  type DiscussionComment implements Node {
    id: ID!  databaseId: Int  body: String!  url: URI!  author: Actor  authorAssociation: CommentAuthorAssociation!
    createdAt: DateTime!  updatedAt: DateTime!  isAnswer: Boolean!  upvoteCount: Int!
    isMinimized: Boolean!  minimizedReason: String  replyTo: DiscussionComment  discussion: Discussion
    replies(first: Int, after: String, last: Int, before: String): DiscussionCommentConnection!
  }
  type DiscussionCommentConnection { nodes: [DiscussionComment]  pageInfo: PageInfo!  totalCount: Int! }

  input CreateDiscussionInput { repositoryId: ID!  title: String!  body: String!  categoryId: ID!  clientMutationId: String }
  type CreateDiscussionPayload { discussion: Discussion  clientMutationId: String }
  input UpdateDiscussionInput { discussionId: ID!  title: String  body: String  categoryId: ID  clientMutationId: String }
  type UpdateDiscussionPayload { discussion: Discussion  clientMutationId: String }
  input AddDiscussionCommentInput { discussionId: ID!  body: String!  replyToId: ID  clientMutationId: String }
  type AddDiscussionCommentPayload { comment: DiscussionComment  clientMutationId: String }
  input UpdateDiscussionCommentInput { commentId: ID!  body: String!  clientMutationId: String }
  type UpdateDiscussionCommentPayload { comment: DiscussionComment  clientMutationId: String }
  input DeleteDiscussionCommentInput { id: ID!  clientMutationId: String }
  type DeleteDiscussionCommentPayload { comment: DiscussionComment  clientMutationId: String }
  input MarkDiscussionCommentAsAnswerInput { id: ID!  clientMutationId: String }
  type MarkDiscussionCommentAsAnswerPayload { discussion: Discussion  clientMutationId: String }
  input UnmarkDiscussionCommentAsAnswerInput { id: ID!  clientMutationId: String }
  type UnmarkDiscussionCommentAsAnswerPayload { discussion: Discussion  clientMutationId: String }
  input CloseDiscussionInput { discussionId: ID!  reason: DiscussionCloseReason = RESOLVED  clientMutationId: String }
  type CloseDiscussionPayload { discussion: Discussion  clientMutationId: String }
  input ReopenDiscussionInput { discussionId: ID!  clientMutationId: String }
  type ReopenDiscussionPayload { discussion: Discussion  clientMutationId: String }

  extend type Mutation {
    createDiscussion(input: CreateDiscussionInput!): CreateDiscussionPayload
    updateDiscussion(input: UpdateDiscussionInput!): UpdateDiscussionPayload
    addDiscussionComment(input: AddDiscussionCommentInput!): AddDiscussionCommentPayload
    updateDiscussionComment(input: UpdateDiscussionCommentInput!): UpdateDiscussionCommentPayload
    deleteDiscussionComment(input: DeleteDiscussionCommentInput!): DeleteDiscussionCommentPayload
    markDiscussionCommentAsAnswer(input: MarkDiscussionCommentAsAnswerInput!): MarkDiscussionCommentAsAnswerPayload
    unmarkDiscussionCommentAsAnswer(input: UnmarkDiscussionCommentAsAnswerInput!): UnmarkDiscussionCommentAsAnswerPayload
    closeDiscussion(input: CloseDiscussionInput!): CloseDiscussionPayload
    reopenDiscussion(input: ReopenDiscussionInput!): ReopenDiscussionPayload
  }
`;
