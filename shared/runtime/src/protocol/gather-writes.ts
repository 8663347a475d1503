import type { Writable } from 'node:stream';
import type { Transport } from '@modelcontextprotocol/server';

/** Lets the answers of one turn of the event loop leave a transport in one write, the costliest part of a short call. */
export function gatherWrites(wire: Transport, stream: Writable): void {
  const send = wire.send.bind(wire);
  let gathering = false;
  // Each answer that waits for a slow client to read listens for it; that many listeners are no leak.
  stream.setMaxListeners(0);
  wire.send = (message, options) => {
    if (!gathering) {
      gathering = true;
      stream.cork();
      process.nextTick(() => {
        gathering = false;
        stream.uncork();
      });
    }
    return send(message, options);
  };
}
