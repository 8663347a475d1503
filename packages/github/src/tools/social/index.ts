import { addDiscussionComment } from './add-discussion-comment.ts';
import { createDiscussion } from './create-discussion.ts';
import { deleteDiscussionComment } from './delete-discussion-comment.ts';
import { dismissNotification } from './dismiss-notification.ts';
import { getDiscussion } from './get-discussion.ts';
import { getGist } from './get-gist.ts';
import { listDiscussions } from './list-discussions.ts';
import { listGists } from './list-gists.ts';
import { listNotifications } from './list-notifications.ts';
import { listStarredRepositories } from './list-starred-repositories.ts';
import { searchUsers } from './search-users.ts';
import { starRepository } from './star-repository.ts';
import { updateDiscussion } from './update-discussion.ts';
import { updateDiscussionComment } from './update-discussion-comment.ts';
import { writeGist } from './write-gist.ts';

export const socialTools = [
  listDiscussions,
  getDiscussion,
  createDiscussion,
  updateDiscussion,
  addDiscussionComment,
  updateDiscussionComment,
  deleteDiscussionComment,
  listNotifications,
  dismissNotification,
  listGists,
  getGist,
  writeGist,
  searchUsers,
  listStarredRepositories,
  starRepository,
];
