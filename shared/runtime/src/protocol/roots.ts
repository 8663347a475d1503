import { fail } from '../errors/tool-error.ts';
import type { Logger } from '../telemetry/logger.ts';

/** How a client's roots are learned. */
export interface RootsSource {
  /** Whether the client says that it has roots. */
  readonly announced: () => boolean;
  /** Asks the client for them; throws when it gives none. */
  readonly list: () => Promise<readonly { readonly uri: string }[]>;
  readonly log: Logger;
}

/** The roots of one client, asked for when they are first needed. */
export interface ClientRoots {
  /** Undefined where the client has none: the operator's settings stand alone. */
  readonly roots: () => Promise<readonly string[] | undefined>;
  /** The client said that they changed. */
  readonly changed: () => void;
}

/** The folders a client of the legacy era works in, asked for once a connection and again after a change. */
export function createClientRoots({ announced, list, log }: RootsSource): ClientRoots {
  let known: Promise<readonly string[] | undefined> | undefined;
  const ask = async () => {
    try {
      return (await list()).map(({ uri }) => uri);
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
  return {
    async roots() {
      if (!announced()) return undefined;
      known ??= ask();
      return known;
    },
    changed() {
      known = undefined;
    },
  };
}
