import type { Caller } from '../definition/context.ts';

/** What the transport knows of whoever is at the other end. */
export interface Connection {
  readonly transport: 'pipe' | 'tcp';
  readonly era: 'legacy' | 'modern';
  readonly caller: Caller;
}

/** The one user of a server on stdio. */
export const localCaller: Caller = { id: 'local', kind: 'local', roles: [], scopes: [] };
