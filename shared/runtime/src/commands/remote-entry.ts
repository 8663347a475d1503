import { parseArgs } from 'node:util';
import { SettingsError } from '../settings/settings-error.ts';
import { isLoopback } from '../upstream/hosts.ts';
import { type Change, inputId, inputs } from './client-entry.ts';
import type { McpClient } from './clients.ts';

/** A server that runs somewhere, and the headers that a client sends it. */
export interface RemoteServer {
  readonly url: string;
  readonly headers: readonly RemoteHeader[];
}

interface RemoteHeader {
  readonly name: string;
  /** The environment variable, or the input of the client, that has its value. */
  readonly variable: string;
}

/**
 * The server that `--server-url` and `--header` describe; undefined where the first is not given.
 *
 * @param words of the command line, without the client
 * @throws SettingsError for a URL or a header that cannot be written, and for settings of a server that runs already
 */
export function remoteServer(words: readonly string[]): RemoteServer | undefined {
  if (!words.some((word) => /^--server-url(=|$)/.test(word))) return undefined;
  const { 'server-url': url = '', header = [] } = parsed(words);
  return { url: checkedUrl(url), headers: header.map(headerOf) };
}

function parsed(words: readonly string[]) {
  const options = { 'server-url': { type: 'string' }, header: { type: 'string', multiple: true } } as const;
  try {
    return parseArgs({ args: [...words], options, strict: true }).values;
  } catch (cause) {
    throw new SettingsError(
      'With --server-url, install takes --client, --dry-run and --header NAME=VARIABLE: the server that runs there has its settings already.',
      { cause },
    );
  }
}

function checkedUrl(text: string): string {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new SettingsError('--server-url must be an address such as https://tools.example.org/mcp.');
  }
  if (url.username || url.password)
    throw new SettingsError('--server-url must hold no user and no password.');
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw new SettingsError(
      '--server-url must begin with https: what headers hold could be read on the way.',
    );
  }
  return url.href;
}

function headerOf(text: string): RemoteHeader {
  const { name, variable } =
    /^(?<name>[A-Za-z0-9-]{1,64})=(?<variable>[A-Z_][A-Z0-9_]{0,63})$/.exec(text)?.groups ?? {};
  if (name && variable) return { name, variable };
  // It may hold the value itself, which is not repeated.
  throw new SettingsError(
    '--header must be NAME=VARIABLE: a header and the environment variable with its value, such as X-Slack-Token=SLACK_USER_TOKEN. The value itself is never written.',
  );
}

/**
 * What makes a client ask a server that runs somewhere. Values of headers are references, wherever they come from.
 *
 * @param current what the file holds now
 * @throws SettingsError for a client whose file takes no such server
 */
export function remoteChanges(
  client: McpClient,
  server: string,
  { url, headers }: RemoteServer,
  current: unknown,
): readonly Change[] {
  const { remote, reference } = client;
  if (remote === undefined || reference === undefined) {
    throw new SettingsError(
      `The file of ${client.title} takes only servers that it starts. Add ${url} as a connector in its settings; nothing was changed.`,
    );
  }
  const written = headers.map(({ name, variable }) => [name, bearer(name) + reference(variable)]);
  const value = { ...remote, url, ...(headers.length > 0 && { headers: Object.fromEntries(written) }) };
  const asked = headers.map(({ name, variable }) => ({
    id: inputId(variable),
    description: `The value of the header ${name}`,
  }));
  return [...(client.asks ? inputs(asked, current) : []), { path: [client.key, server], value }];
}

/** Access tokens and API keys stand behind a word in this header, and in no other. */
const bearer = (name: string) => (name.toLowerCase() === 'authorization' ? 'Bearer ' : '');
