import type { Client } from 'pg';
import { FloodError, ProtocolError } from './protocol-error.ts';

/** What a server may send until it is ready for statements, bytes; those of PostgreSQL send under 2,000. */
const MAX_LOGIN_BYTES = 1024 * 1024;

/** Settings that a server tells of itself as it begins and that are of use here. */
const wanted = new Set(['server_version', 'IntervalStyle']);

/** Gathers what the server reports of itself, of what is of use alone: it may report anything without end. */
export function reportedBy(client: Client): ReadonlyMap<string, string> {
  const reported = new Map<string, string>();
  client.connection.on('parameterStatus', ({ parameterName, parameterValue }) => {
    if (wanted.has(parameterName)) reported.set(parameterName, String(parameterValue).slice(0, 100));
  });
  return reported;
}

/**
 * Ends a login in which the server sends more than a login is, or what the reader of `pg` throws for: nobody would
 * catch that. Its time is bounded by `pg`, but what comes in that time would be kept until it is a whole message.
 */
export function guardLogin({ connection }: Client): void {
  let received = 0;
  const guard = () => {
    const { stream } = connection;
    const readers = stream.rawListeners('data');
    stream.removeAllListeners('data');
    stream.on('data', (chunk: Buffer) => {
      received += chunk.length;
      if (received > MAX_LOGIN_BYTES) {
        stream.destroy(new FloodError(`more than ${MAX_LOGIN_BYTES} bytes before it was ready`));
        return;
      }
      try {
        for (const reader of readers) Reflect.apply(reader, stream, [chunk]);
      } catch (error) {
        stream.destroy(new ProtocolError('its login is not understood', { cause: error }));
      }
    });
  };
  connection.once('connect', guard);
  // TLS has a stream of its own.
  connection.once('sslconnect', guard);
}
