import type { Account } from './account.ts';
import { per } from './per.ts';
import type { Repo } from './repository.ts';
import type { World } from './world.ts';

export interface DiscussionCategory {
  readonly id: number;
  readonly name: string;
  readonly isAnswerable: boolean;
}

export interface DiscussionComment {
  readonly id: number;
  readonly author: Account | null;
  body: string;
  /** The comment it answers, when it is a reply. */
  readonly replyTo: number | null;
  readonly createdAt: string;
}

export interface Discussion {
  readonly id: number;
  readonly number: number;
  title: string;
  body: string;
  readonly author: Account | null;
  category: DiscussionCategory;
  readonly createdAt: string;
  updatedAt: string;
  closedAt: string | null;
  closeReason: 'DUPLICATE' | 'OUTDATED' | 'RESOLVED' | null;
  locked: boolean;
  answer: number | null;
  answeredBy: Account | null;
  readonly comments: DiscussionComment[];
}

/** The discussions of a repository, with the categories GitHub makes for a new one. */
export const discussionsOf = per((repo: Repo) => ({
  categories: [
    { id: repo.id * 10 + 1, name: 'General', isAnswerable: false },
    { id: repo.id * 10 + 2, name: 'Q&A', isAnswerable: true },
    { id: repo.id * 10 + 3, name: 'Ideas', isAnswerable: false },
  ],
  discussions: new Map<number, Discussion>(),
}));

export interface NewDiscussion {
  readonly title: string;
  readonly body: string;
  readonly author: Account | null;
  readonly category: DiscussionCategory;
}

/** Starts a discussion; it has a number like an issue. */
export function makeDiscussion(world: World, repo: Repo, wanted: NewDiscussion): Discussion {
  const now = world.clock.tick();
  const discussion: Discussion = {
    ...wanted,
    id: world.nextId(),
    number: repo.nextNumber,
    createdAt: now,
    updatedAt: now,
    closedAt: null,
    closeReason: null,
    locked: false,
    answer: null,
    answeredBy: null,
    comments: [],
  };
  repo.nextNumber += 1;
  discussionsOf(repo).discussions.set(discussion.number, discussion);
  return discussion;
}

export function addDiscussionComment(
  world: World,
  discussion: Discussion,
  author: Account | null,
  body: string,
  replyTo: number | null = null,
): DiscussionComment {
  const comment = { id: world.nextId(), author, body, replyTo, createdAt: world.clock.tick() };
  discussion.comments.push(comment);
  discussion.updatedAt = comment.createdAt;
  return comment;
}
