import { canSee, roleOfCredential } from '../access/open-repository.ts';
import type { Call } from '../http/call.ts';
import { type Repo, reaches } from '../state/repository.ts';
import { fault, noRepository } from './fault.ts';

/** Who asks, and what of. Views are made with it. */
export class Graph {
  readonly call: Call;

  constructor(call: Call) {
    this.call = call;
  }

  get world() {
    return this.call.world;
  }

  url(path: string): string {
    return `${this.call.parts.origin}/${path}`;
  }

  /** A repository the asker may see. @throws GraphQLError NOT_FOUND */
  repo(owner: string, name: string): Repo {
    const repo = this.world.findRepo(owner, name) ?? this.world.formerRepo(owner, name);
    if (repo === undefined || !canSee(repo, this.call.credential)) throw noRepository(`${owner}/${name}`);
    const { owner: holder } = repo;
    if (holder.samlEnforced && !this.call.credential?.sso.has(holder.login.toLowerCase())) throw saml();
    return repo;
  }

  canWrite(repo: Repo): boolean {
    return reaches(roleOfCredential(repo, this.call.credential), 'write') && !repo.archived;
  }

  /** Projects need a scope of their own. @throws GraphQLError INSUFFICIENT_SCOPES */
  checkScope(field: string, ...accepted: readonly string[]): void {
    const held = this.call.credential?.scopes;
    if (held === undefined || accepted.some((scope) => held.includes(scope))) return;
    const list = (names: readonly string[]) => `[${names.map((one) => `'${one}'`).join(', ')}]`;
    throw fault(
      'INSUFFICIENT_SCOPES',
      `Your token has not been granted the required scopes to execute this query. The '${field}' field requires one of the following scopes: ${list(accepted)}, but your token has only been granted the: ${list(held)} scopes. Please modify your token's scopes at: https://github.com/settings/tokens.`,
    );
  }
}

const saml = () =>
  fault(
    'FORBIDDEN',
    'Resource protected by organization SAML enforcement. You must grant your Personal Access token access to this organization.',
  );
