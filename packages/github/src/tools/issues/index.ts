import { addIssueComment } from './add-issue-comment.ts';
import { createIssue } from './create-issue.ts';
import { deleteComment } from './delete-comment.ts';
import { getIssue } from './get-issue.ts';
import { listIssues } from './list-issues.ts';
import { searchIssues } from './search-issues.ts';
import { updateComment } from './update-comment.ts';
import { updateIssue } from './update-issue.ts';

export const issuesTools = [
  listIssues,
  searchIssues,
  getIssue,
  createIssue,
  updateIssue,
  addIssueComment,
  updateComment,
  deleteComment,
];
