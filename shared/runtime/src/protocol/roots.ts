import type { Server } from '@modelcontextprotocol/server';
import { fail } from '../errors/tool-error.ts';
import type { Logger } from '../telemetry/logger.ts';

/**
 * The folders a client of the legacy era works in, asked for once a connection and again after it
 * says they changed. Undefined where the client has none: the operator's settings stand alone.
 */
export function createClientRoots(server: Server, log: Logger): () => Promise<readonly string[] | undefined> {
  let known: Promise<readonly string[] | undefined> | undefined;
  server.setNotificationHandler('notifications/roots/list_changed', () => {
    known = undefined;
  });
  const ask = async () => {
    try {
      const { roots } = await server.listRoots();
      return roots.map(({ uri }) => uri);
    } catch (error) {
      known = undefined;
      log.warning('The client announced roots but did not list them; every call is refused until it does.', {
        error: String(error),
      });
      return fail('unavailable', 'The client says that it works in folders and did not list them.', {
        next: 'Mend the roots of the client, or use a client without them.',
      });
    }
  };
  return async () => {
    if (!server.getClientCapabilities()?.roots) return undefined;
    known ??= ask();
    return known;
  };
}
