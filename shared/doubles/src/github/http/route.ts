import type { Role } from '../state/repository.ts';
import type { Call } from './call.ts';
import type { Reply } from './reply.ts';

export type Handler = (call: Call) => Reply;

/** Which budget of requests a route draws from. */
export type Bucket = 'core' | 'search' | 'code_search' | 'graphql';

export interface RouteOptions {
  /** What the asker must be in the repository: `read` for GET and `write` for the rest, unless told. */
  readonly role?: Role;
  /** What a fine-grained token or an installation needs, as in `issues=write`. Found from the path, unless told. */
  readonly permission?: string;
  /** Any of these is needed of a classic token; of a repository's routes found from its visibility, unless told. */
  readonly scopes?: readonly string[];
  readonly bucket?: Bucket;
  /** Works on an archived repository though it is no GET. */
  readonly archived?: boolean;
}

export interface Route {
  readonly method: string;
  /** As GitHub's description has it: `/repos/{owner}/{repo}/issues`. */
  readonly template: string;
  readonly pattern: RegExp;
  readonly names: readonly string[];
  readonly handler: Handler;
  readonly options: RouteOptions;
}

/** Parameters that have slashes of their own. */
const deep = new Set(['path', 'ref', 'branch', 'basehead', 'tag', 'dir', 'name']);

/** A route, written as its method and the path of GitHub's description. */
export function route(line: string, handler: Handler, options: RouteOptions = {}): Route {
  const [method = '', template = ''] = line.split(' ');
  const names: string[] = [];
  const source = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    names.push(name);
    return deep.has(name) ? '(.+)' : '([^/]+)';
  });
  return { method, template, pattern: new RegExp(`^${source}/?$`), names, handler, options };
}

const fixedParts = ({ template }: Route) =>
  template.split('/').filter((part) => !part.startsWith('{')).length;

/** Finds routes; those with more fixed parts come first, so that `/commits/{ref}/status` is not a ref. */
export class Router {
  readonly #routes: readonly Route[];

  constructor(routes: readonly Route[]) {
    this.#routes = routes.toSorted((a, b) => fixedParts(b) - fixedParts(a));
  }

  /** The route of a path and its parameters, decoded. */
  find(method: string, path: string): { route: Route; params: ReadonlyMap<string, string> } | undefined {
    for (const one of this.#routes) {
      if (one.method !== method) continue;
      const match = one.pattern.exec(path);
      if (match) {
        return {
          route: one,
          params: new Map(one.names.map((name, at) => [name, decode(match[at + 1] ?? '')])),
        };
      }
    }
    return undefined;
  }

  templates(): readonly string[] {
    return this.#routes.map(({ method, template }) => `${method} ${template}`);
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
