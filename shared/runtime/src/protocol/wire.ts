import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/server';

/** A link of JSON values to one client. */
export interface Wire extends Pick<Transport, 'start' | 'send' | 'close'> {
  /** Hears of every value that came in; whether it is a message of the protocol is for the listener to find. */
  onmessage?: (value: unknown) => void;
  onerror?: (error: Error) => void;
  onclose?: () => void;
}

/** A transport of the library as a wire. */
export function wireOf(transport: Transport): Wire {
  const wire: Wire = {
    start: () => transport.start(),
    send: (message, options) => transport.send(message, options),
    close: () => transport.close(),
  };
  transport.onmessage = (message) => wire.onmessage?.(message);
  transport.onerror = (error) => wire.onerror?.(error);
  transport.onclose = () => wire.onclose?.();
  return wire;
}

/** Sends what nobody answers; a client that went away is noticed elsewhere. */
export function notify(wire: Wire, method: string, params?: Readonly<Record<string, unknown>>): void {
  const message: JSONRPCMessage = { jsonrpc: '2.0', method, ...(params && { params: { ...params } }) };
  wire.send(message).catch(() => {});
}
