import { canSee } from '../../access/open-repository.ts';
import type { Call } from '../../http/call.ts';
import { issueJson } from '../../render/issue.ts';
import { repoJson } from '../../render/repository.ts';
import { maybeUserJson } from '../../render/user.ts';
import type { Account } from '../../state/account.ts';
import type { Issue } from '../../state/issue.ts';
import { fullNameOf, type Repo } from '../../state/repository.ts';

/** A text that mentions an issue. */
interface Mention {
  readonly repo: Repo;
  readonly issue: Issue;
  readonly author: Account | null;
  readonly at: string;
}

/** `#7` in the repository itself, `owner/name#7` anywhere. */
function mentions(text: string, from: Repo, repo: Repo, { number }: Issue): boolean {
  const references = [...text.matchAll(/(?:([\w.-]+\/[\w.-]+))?#(\d+)\b/g)];
  return references.some(
    ([, name = fullNameOf(from), wanted]) =>
      Number(wanted) === number && name.toLowerCase() === fullNameOf(repo).toLowerCase(),
  );
}

/** The first mention of an issue in each other issue the asker may see. */
function mentionsOf(call: Call, issue: Issue): readonly Mention[] {
  const visible = call.world.repos().filter((one) => canSee(one, call.credential));
  return visible.flatMap((repo) =>
    [...repo.issues.values()].flatMap((other): readonly Mention[] => {
      if (other === issue) return [];
      const comments = [...repo.comments.values()].filter(({ issueNumber }) => issueNumber === other.number);
      const texts = [
        { text: `${other.title}\n${other.body ?? ''}`, author: other.author, at: other.createdAt },
        ...comments.map(({ body, author, createdAt }) => ({ text: body, author, at: createdAt })),
      ];
      const first = texts.find(({ text }) => mentions(text, repo, call.repo, issue));
      return first ? [{ repo, issue: other, author: first.author, at: first.at }] : [];
    }),
  );
}

/** What the timeline of an issue says of texts elsewhere that mention it. */
export const crossReferences = (call: Call, issue: Issue) =>
  mentionsOf(call, issue).map(({ repo, issue: other, author, at }) => ({
    at,
    show: () => ({
      actor: maybeUserJson(call, author),
      created_at: at,
      updated_at: at,
      event: 'cross-referenced',
      source: { type: 'issue', issue: { ...issueJson(call, repo, other), repository: repoJson(call, repo) } },
    }),
  }));
