/** The part about projects. */
export const projectsSdl = /* GraphQL */ `
  enum ProjectV2FieldType { ASSIGNEES DATE ITERATION LABELS LINKED_PULL_REQUESTS MILESTONE NUMBER REPOSITORY REVIEWERS SINGLE_SELECT TEXT TITLE TRACKED_BY TRACKS }
  enum ProjectV2ItemType { DRAFT_ISSUE ISSUE PULL_REQUEST REDACTED }
  interface ProjectV2FieldCommon { id: ID!  name: String!  dataType: ProjectV2FieldType! }

  type ProjectV2 implements Node {
    id: ID!  number: Int!  title: String!  shortDescription: String  readme: String  url: URI!
    public: Boolean!  closed: Boolean!  createdAt: DateTime!  updatedAt: DateTime!  owner: ProjectV2Owner!
    field(name: String!): ProjectV2FieldConfiguration
    fields(first: Int, after: String): ProjectV2FieldConfigurationConnection!
    items(first: Int, after: String): ProjectV2ItemConnection!
  }
  type ProjectV2Connection { nodes: [ProjectV2]  pageInfo: PageInfo!  totalCount: Int! }

  union ProjectV2FieldConfiguration = ProjectV2Field | ProjectV2IterationField | ProjectV2SingleSelectField
  type ProjectV2FieldConfigurationConnection { nodes: [ProjectV2FieldConfiguration]  pageInfo: PageInfo!  totalCount: Int! }
  type ProjectV2Field implements Node & ProjectV2FieldCommon { id: ID!  name: String!  dataType: ProjectV2FieldType! }
  type ProjectV2SingleSelectField implements Node & ProjectV2FieldCommon {
    id: ID!  name: String!  dataType: ProjectV2FieldType!  options: [ProjectV2SingleSelectFieldOption!]!
  }
  enum ProjectV2SingleSelectFieldOptionColor { BLUE GRAY GREEN ORANGE PINK PURPLE RED YELLOW }
  type ProjectV2SingleSelectFieldOption { id: String!  name: String!  description: String!  color: ProjectV2SingleSelectFieldOptionColor! }
  type ProjectV2IterationField implements Node & ProjectV2FieldCommon {
    id: ID!  name: String!  dataType: ProjectV2FieldType!  configuration: ProjectV2IterationFieldConfiguration!
  }
  type ProjectV2IterationFieldConfiguration {
    duration: Int!  iterations: [ProjectV2IterationFieldIteration!]!  completedIterations: [ProjectV2IterationFieldIteration!]!
  }
  type ProjectV2IterationFieldIteration { id: String!  title: String!  startDate: Date!  duration: Int! }

  type DraftIssue implements Node { id: ID!  title: String!  body: String!  creator: Actor  createdAt: DateTime!  updatedAt: DateTime! }
  union ProjectV2ItemContent = DraftIssue | Issue | PullRequest
  type ProjectV2Item implements Node {
    id: ID!  databaseId: Int  fullDatabaseId: BigInt  type: ProjectV2ItemType!  isArchived: Boolean!
    createdAt: DateTime!  updatedAt: DateTime!  project: ProjectV2!  content: ProjectV2ItemContent
    fieldValues(first: Int, after: String): ProjectV2ItemFieldValueConnection!
    fieldValueByName(name: String!): ProjectV2ItemFieldValue
  }
  type ProjectV2ItemConnection { nodes: [ProjectV2Item]  pageInfo: PageInfo!  totalCount: Int! }
  union ProjectV2ItemFieldValue = ProjectV2ItemFieldDateValue | ProjectV2ItemFieldIterationValue | ProjectV2ItemFieldNumberValue | ProjectV2ItemFieldSingleSelectValue | ProjectV2ItemFieldTextValue
  type ProjectV2ItemFieldValueConnection { nodes: [ProjectV2ItemFieldValue]  pageInfo: PageInfo!  totalCount: Int! }
  interface ProjectV2ItemFieldValueCommon { id: ID!  field: ProjectV2FieldConfiguration! }
  type ProjectV2ItemFieldTextValue implements ProjectV2ItemFieldValueCommon { id: ID!  field: ProjectV2FieldConfiguration!  text: String }
  type ProjectV2ItemFieldNumberValue implements ProjectV2ItemFieldValueCommon { id: ID!  field: ProjectV2FieldConfiguration!  number: Float }
  type ProjectV2ItemFieldDateValue implements ProjectV2ItemFieldValueCommon { id: ID!  field: ProjectV2FieldConfiguration!  date: Date }
  type ProjectV2ItemFieldSingleSelectValue implements ProjectV2ItemFieldValueCommon { id: ID!  field: ProjectV2FieldConfiguration!  name: String  optionId: String }
  type ProjectV2ItemFieldIterationValue implements ProjectV2ItemFieldValueCommon { id: ID!  field: ProjectV2FieldConfiguration!  title: String!  iterationId: String!  startDate: Date!  duration: Int! }

  input ProjectV2FieldValue { text: String  number: Float  date: Date  singleSelectOptionId: String  iterationId: String }
  input AddProjectV2ItemByIdInput { projectId: ID!  contentId: ID!  clientMutationId: String }
  type AddProjectV2ItemByIdPayload { item: ProjectV2Item  clientMutationId: String }
  input AddProjectV2DraftIssueInput { projectId: ID!  title: String!  body: String  assigneeIds: [ID!]  clientMutationId: String }
  type AddProjectV2DraftIssuePayload { projectItem: ProjectV2Item  clientMutationId: String }
  input UpdateProjectV2ItemFieldValueInput { projectId: ID!  itemId: ID!  fieldId: ID!  value: ProjectV2FieldValue!  clientMutationId: String }
  type UpdateProjectV2ItemFieldValuePayload { projectV2Item: ProjectV2Item  clientMutationId: String }
  input ClearProjectV2ItemFieldValueInput { projectId: ID!  itemId: ID!  fieldId: ID!  clientMutationId: String }
  type ClearProjectV2ItemFieldValuePayload { projectV2Item: ProjectV2Item  clientMutationId: String }
  input DeleteProjectV2ItemInput { projectId: ID!  itemId: ID!  clientMutationId: String }
  type DeleteProjectV2ItemPayload { deletedItemId: ID  clientMutationId: String }
  input ArchiveProjectV2ItemInput { projectId: ID!  itemId: ID!  clientMutationId: String }
  type ArchiveProjectV2ItemPayload { item: ProjectV2Item  clientMutationId: String }
  input UnarchiveProjectV2ItemInput { projectId: ID!  itemId: ID!  clientMutationId: String }
  type UnarchiveProjectV2ItemPayload { item: ProjectV2Item  clientMutationId: String }

  extend type Mutation {
    addProjectV2ItemById(input: AddProjectV2ItemByIdInput!): AddProjectV2ItemByIdPayload
    addProjectV2DraftIssue(input: AddProjectV2DraftIssueInput!): AddProjectV2DraftIssuePayload
    updateProjectV2ItemFieldValue(input: UpdateProjectV2ItemFieldValueInput!): UpdateProjectV2ItemFieldValuePayload
    clearProjectV2ItemFieldValue(input: ClearProjectV2ItemFieldValueInput!): ClearProjectV2ItemFieldValuePayload
    deleteProjectV2Item(input: DeleteProjectV2ItemInput!): DeleteProjectV2ItemPayload
    archiveProjectV2Item(input: ArchiveProjectV2ItemInput!): ArchiveProjectV2ItemPayload
    unarchiveProjectV2Item(input: UnarchiveProjectV2ItemInput!): UnarchiveProjectV2ItemPayload
  }
`;
