import { Client } from '@modelcontextprotocol/client';

/** What a client of a test tells a server of itself, and what it answers when it is asked. */
export interface AskedClientOptions {
  /** Default `modern`. */
  readonly era?: 'legacy' | 'modern' | undefined;
  /** What the user says to a confirmation; without it the client cannot ask. */
  readonly confirms?: boolean | undefined;
  /** The client's roots, as URIs; without it the client has none to tell. */
  readonly roots?: (() => readonly string[]) | undefined;
}

/** A client of the v2 SDK, not yet connected, that answers questions to its user and for its roots. */
export function createAskedClient({ era = 'modern', confirms, roots }: AskedClientOptions = {}): Client {
  const client = new Client(
    { name: 'test', version: '1.0.0' },
    {
      capabilities: {
        ...(confirms !== undefined && { elicitation: {} }),
        ...(roots && { roots: { listChanged: true } }),
      },
      versionNegotiation: { mode: era === 'modern' ? { pin: '2026-07-28' } : 'legacy' },
    },
  );
  if (confirms !== undefined) {
    client.setRequestHandler('elicitation/create', () => ({
      action: 'accept',
      content: { confirm: confirms },
    }));
  }
  if (roots) client.setRequestHandler('roots/list', () => ({ roots: roots().map((uri) => ({ uri })) }));
  return client;
}
