import type { ClientKind, ClientOptions, Destination, TestClient } from './types.ts';
import { connectV1 } from './v1-client.ts';
import { connectV2 } from './v2-client.ts';

/** Connects a client of one kind to a server, which it starts itself when it is given a command. */
export function connect(kind: ClientKind, to: Destination, options?: ClientOptions): Promise<TestClient> {
  if (kind === 'v1') return connectV1(to, options);
  return connectV2(kind === 'v2-modern' ? 'modern' : 'legacy', to, options);
}
