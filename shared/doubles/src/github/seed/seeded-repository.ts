import type { Account } from '../state/account.ts';
import {
  type CodeAlert,
  type CodeAlertSeed,
  type DependencyAlert,
  type DependencyAlertSeed,
  makeCodeAlert,
  makeDependencyAlert,
  makeSecretAlert,
  type SecretAlert,
  type SecretAlertSeed,
} from '../state/alert.ts';
import {
  type CheckRun,
  type CheckSeed,
  type CommitStatus,
  makeCheckRun,
  makeStatus,
  type StatusSeed,
} from '../state/check.ts';
import { addDiscussionComment, type Discussion, discussionsOf, makeDiscussion } from '../state/discussion.ts';
import type { Issue, IssueComment, Label, Milestone } from '../state/issue.ts';
import {
  findOrMakeLabel,
  makeComment,
  makeIssue,
  makeMilestone,
  setIssueState,
} from '../state/make-issue.ts';
import { makePull } from '../state/make-pull.ts';
import type { Pull } from '../state/pull.ts';
import { makeRelease, type Release, type ReleaseSeed } from '../state/release.ts';
import { fullNameOf, type Repo } from '../state/repository.ts';
import { makeRuleset, type Ruleset, type RulesetSeed } from '../state/ruleset.ts';
import {
  makeRun,
  makeWorkflow,
  type RunSeed,
  type Workflow,
  type WorkflowRun,
  type WorkflowSeed,
} from '../state/workflow.ts';
import type { World } from '../state/world.ts';
import { addCommits, type CommitSeed } from './commits.ts';

export interface CommentSeed {
  /** A login; null for an account that is gone. */
  readonly author?: string | null;
  readonly body: string;
}

export interface IssueSeed {
  readonly title: string;
  readonly body?: string | null;
  /** A login, the owner unless told; null for an account that is gone. */
  readonly author?: string | null;
  readonly labels?: readonly string[];
  readonly assignees?: readonly string[];
  /** The number of a milestone. */
  readonly milestone?: number;
  readonly state?: 'open' | 'closed';
  readonly stateReason?: 'completed' | 'not_planned' | 'duplicate';
  readonly locked?: boolean;
  /** Bodies by the owner, or with an author. */
  readonly comments?: readonly (string | CommentSeed)[];
}

export interface DiscussionSeed extends Pick<IssueSeed, 'title' | 'author' | 'comments'> {
  readonly body?: string;
  readonly category?: string;
}

export interface PullSeed extends Omit<IssueSeed, 'stateReason'> {
  /** A branch, made from `commits` when it is not there. */
  readonly head: string;
  readonly base?: string;
  readonly draft?: boolean;
  /** A fork the branch is in. */
  readonly fork?: SeededRepository;
  readonly commits?: readonly CommitSeed[];
}

/** A repository of the double, to add to. */
export class SeededRepository {
  readonly repo: Repo;
  readonly #world: World;

  constructor(world: World, repo: Repo) {
    this.#world = world;
    this.repo = repo;
  }

  get fullName(): string {
    return fullNameOf(this.repo);
  }

  /** The commit of a branch, a tag or a hash; the head of the default branch unless told. */
  sha(revision = this.repo.defaultBranch): string {
    const sha = this.repo.git.resolve(revision);
    if (sha === undefined) throw new Error(`${this.fullName} has no ${revision}`);
    return sha;
  }

  /** Adds commits to a branch, as a push would; a new branch starts at `from`. Answers the new head. */
  push(branch: string, commits: readonly CommitSeed[], from?: string): string {
    return addCommits(this.#world, this.repo, branch, commits, from);
  }

  /** With a message, a tag object; else only a ref. */
  tag(name: string, at?: string, message?: string): void {
    const sha = this.sha(at);
    this.repo.git.setRef(
      `refs/tags/${name}`,
      message === undefined ? sha : this.#tagObject(name, sha, message),
    );
  }

  #tagObject(name: string, sha: string, message: string): string {
    const seconds = Math.floor(Date.parse(this.#world.clock.tick()) / 1000);
    const input = `object ${sha}\ntype commit\ntag ${name}\ntagger Tagger <tagger@example.org> ${seconds} +0000\n\n${message}\n`;
    return this.repo.git.text(['hash-object', '-t', 'tag', '-w', '--stdin'], { input });
  }

  label(name: string, color?: string, description?: string): Label {
    return findOrMakeLabel(this.#world, this.repo, name, color, description ?? null);
  }

  milestone(
    title: string,
    more: { readonly state?: 'open' | 'closed'; readonly dueOn?: string } = {},
  ): Milestone {
    return makeMilestone(this.#world, this.repo, { title, creator: this.repo.owner, ...more });
  }

  issue(seed: IssueSeed): Issue {
    const issue = makeIssue(this.#world, this.repo, { ...this.#opened(seed) });
    this.#finish(issue, seed);
    return issue;
  }

  comment(number: number, seed: string | CommentSeed): IssueComment {
    const { author, body } = typeof seed === 'string' ? { author: undefined, body: seed } : seed;
    const issue = this.repo.issues.get(number);
    if (!issue) throw new Error(`${this.fullName} has no issue ${number}`);
    return makeComment(this.#world, this.repo, issue, this.#account(author), body);
  }

  pull(seed: PullSeed): Pull {
    const source = seed.fork ?? this;
    if (seed.commits) source.push(seed.head, seed.commits);
    const pull = makePull(this.#world, this.repo, {
      ...this.#opened(seed),
      base: seed.base ?? this.repo.defaultBranch,
      head: seed.head,
      headRepo: source.repo,
      draft: seed.draft ?? false,
    });
    const issue = this.repo.issues.get(pull.number);
    if (issue) this.#finish(issue, seed);
    return pull;
  }

  /** A discussion in a category by name, `General` unless told, with comments by the owner or with an author. */
  discussion(seed: DiscussionSeed): Discussion {
    const { categories } = discussionsOf(this.repo);
    const category = categories.find(({ name }) => name === (seed.category ?? 'General'));
    if (!category) throw new Error(`no category ${seed.category}`);
    const author = this.#account(seed.author);
    const made = makeDiscussion(this.#world, this.repo, {
      title: seed.title,
      body: seed.body ?? '',
      author,
      category,
    });
    for (const comment of seed.comments ?? []) {
      const { author: by, body } =
        typeof comment === 'string' ? { author: undefined, body: comment } : comment;
      addDiscussionComment(this.#world, made, this.#account(by), body);
    }
    return made;
  }

  /** A check run on a revision, the head of the default branch unless told. */
  check(seed: CheckSeed, at?: string): CheckRun {
    return makeCheckRun(this.#world, this.repo, this.sha(at), seed);
  }

  status(seed: StatusSeed, at?: string): CommitStatus {
    return makeStatus(this.#world, this.repo, this.sha(at), seed, this.repo.owner);
  }

  release(seed: ReleaseSeed): Release {
    return makeRelease(this.#world, this.repo, this.repo.owner, seed);
  }

  ruleset(seed: RulesetSeed): Ruleset {
    return makeRuleset(this.#world, this.repo, seed);
  }

  codeAlert(seed: CodeAlertSeed): CodeAlert {
    return makeCodeAlert(this.#world, this.repo, seed);
  }

  dependencyAlert(seed: DependencyAlertSeed): DependencyAlert {
    return makeDependencyAlert(this.#world, this.repo, seed);
  }

  secretAlert(seed: SecretAlertSeed): SecretAlert {
    return makeSecretAlert(this.#world, this.repo, seed);
  }

  /** A workflow by the path of its file. */
  workflow(path: string, seed?: WorkflowSeed): Workflow {
    return makeWorkflow(this.#world, this.repo, path, seed);
  }

  run(workflow: Workflow, seed?: RunSeed, actor: string = this.repo.owner.login): WorkflowRun {
    return makeRun(this.#world, this.repo, workflow, this.#world.account(actor), seed);
  }

  #opened(seed: IssueSeed | PullSeed) {
    return {
      title: seed.title,
      body: seed.body ?? null,
      author: this.#account(seed.author),
      labels: seed.labels ?? [],
      assignees: (seed.assignees ?? []).map((login) => this.#world.account(login)),
      milestone: seed.milestone ?? null,
    };
  }

  #finish(issue: Issue, seed: IssueSeed | PullSeed): void {
    for (const comment of seed.comments ?? []) this.comment(issue.number, comment);
    issue.locked = seed.locked ?? false;
    if (seed.state !== 'closed') return;
    const reason = 'stateReason' in seed ? (seed.stateReason ?? null) : null;
    setIssueState(this.#world, issue, this.repo.owner, 'closed', reason);
  }

  #account(login: string | null | undefined): Account | null {
    if (login === null) return null;
    return login === undefined ? this.repo.owner : this.#world.account(login);
  }
}
