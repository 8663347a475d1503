import type { ServerCommand } from '../process/server-command.ts';
import { startProcess, type TestProcess } from '../process/start-process.ts';
import { MODERN_VERSION } from './v2-client.ts';

/** One JSON-RPC message as it came. */
export type RawMessage = Readonly<Record<string, unknown>>;

/** A client that writes lines and sees every byte, for what a proper client cannot do. */
export interface RawStdio extends AsyncDisposable {
  readonly process: TestProcess;
  /** Writes one line as it is. */
  line(text: string): void;
  /** Sends a request and waits for the message with its id. */
  ask(method: string, params?: Record<string, unknown>): Promise<RawMessage>;
  /** Sends a request and answers its id, without waiting. */
  send(method: string, params?: Record<string, unknown>): number;
  notify(method: string, params?: Record<string, unknown>): void;
  answerTo(id: number): Promise<RawMessage>;
  /** Every line of standard output that is not one JSON-RPC message. */
  strayLines(): readonly string[];
  messages(): readonly RawMessage[];
}

/**
 * Starts a server on stdio and sends nothing by itself: the era is opened by `initialize` or by
 * `modernMeta` in each request. Waits end after a minute (`startProcess`); disposing kills the server.
 */
export function rawStdio(server: ServerCommand): RawStdio {
  const started = startProcess(server);
  let lastId = 0;
  const lines = () => started.stdout().split('\n').slice(0, -1);
  const messages = () =>
    lines()
      .map(parseMessage)
      .filter((message) => message !== undefined);
  const find = (id: number) => messages().find((message) => message.id === id && !('method' in message));
  const write = (message: object) => void started.stdin.write(`${JSON.stringify(message)}\n`);
  const client: RawStdio = {
    process: started,
    line: (text) => void started.stdin.write(`${text}\n`),
    send(method, params = {}) {
      lastId += 1;
      write({ jsonrpc: '2.0', id: lastId, method, params });
      return lastId;
    },
    notify: (method, params = {}) => write({ jsonrpc: '2.0', method, params }),
    async answerTo(id) {
      await started.until(() => find(id) !== undefined);
      return find(id) ?? {};
    },
    ask: (method, params) => client.answerTo(client.send(method, params)),
    strayLines: () => lines().filter((line) => parseMessage(line) === undefined),
    messages,
    [Symbol.asyncDispose]: () => started[Symbol.asyncDispose](),
  };
  return client;
}

/**
 * Opens the legacy era.
 *
 * @param capabilities what the client says it can do
 */
export async function initialize(
  client: RawStdio,
  capabilities: Readonly<Record<string, unknown>> = {},
): Promise<RawMessage> {
  const answer = await client.ask('initialize', {
    protocolVersion: '2025-11-25',
    capabilities,
    clientInfo: { name: 'raw', version: '1.0.0' },
  });
  client.notify('notifications/initialized');
  return answer;
}

/** The `_meta` of a request of the modern era. */
export const modernMeta = {
  'io.modelcontextprotocol/protocolVersion': MODERN_VERSION,
  'io.modelcontextprotocol/clientInfo': { name: 'raw', version: '1.0.0' },
  'io.modelcontextprotocol/clientCapabilities': {},
};

function parseMessage(line: string): RawMessage | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isRecord(value) && value.jsonrpc === '2.0' ? value : undefined;
  } catch {
    // The caller asks which lines are not messages.
    return undefined;
  }
}

const isRecord = (value: unknown): value is RawMessage =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
