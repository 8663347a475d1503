import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { answerCall } from './answer-call.ts';
import { parseArguments } from './arguments.ts';
import { createLimits, type Limits } from './limits.ts';
import { seedHarbour } from './seed.ts';
import { serveFile } from './serve-file.ts';
import { createWorld, type DoubleToken, type World } from './world.ts';

/** One call of the Web API, as it came. */
export interface SeenCall {
  readonly method: string;
  readonly arguments: Readonly<Record<string, string>>;
  readonly authorization: string | undefined;
}

/** One answer that says `ok`. */
export interface GivenAnswer {
  readonly method: string;
  readonly body: unknown;
}

export interface SlackDouble extends AsyncDisposable {
  /** Where it listens, without a trailing slash; the API is below `/api/`. */
  readonly url: string;
  readonly world: World;
  readonly limits: Limits;
  /** Every call of the API so far, in order. */
  readonly calls: readonly SeenCall[];
  /** Every good answer so far, in order. */
  readonly answers: readonly GivenAnswer[];
  /** A token of the bot, with every scope a bot can have. */
  readonly botToken: string;
  /** A token of Ada, with every scope. */
  readonly userToken: string;
  /** Forgets the calls seen. */
  clear(): void;
  close(): Promise<void>;
}

export const botScopes = [
  ...['channels', 'groups', 'im', 'mpim'].flatMap((kind) => [
    `${kind}:read`,
    `${kind}:history`,
    `${kind}:write`,
  ]),
  ...[
    'channels:manage',
    'channels:join',
    'chat:write',
    'users:read',
    'users:read.email',
    'users.profile:read',
  ],
  ...[
    'usergroups:read',
    'usergroups:write',
    'files:read',
    'files:write',
    'reactions:read',
    'reactions:write',
  ],
  ...['pins:read', 'pins:write', 'bookmarks:read', 'bookmarks:write', 'canvases:read', 'canvases:write'],
  ...['lists:read', 'lists:write', 'search:read.public', 'team:read'],
] as const;

/** Starts a stateful Slack on a free loopback port, with a small workspace in it. */
export async function startSlackDouble(): Promise<SlackDouble> {
  const limits = createLimits();
  let calls: SeenCall[] = [];
  const answers: GivenAnswer[] = [];
  const world = createWorld('');
  const server = createServer((request, response) => {
    const seen = {
      call: (call: SeenCall) => void calls.push(call),
      answer: (given: GivenAnswer) => void answers.push(given),
    };
    answer(world, limits, request, response, seen).catch(() => request.socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No TCP port was given.');
  const url = `http://127.0.0.1:${address.port}`;
  world.filesUrl = url;
  seedHarbour(world);
  const botToken = addToken(world, 'xoxb-1111111111-abcdefghijklmnop', 'bot', 'U0BOT00009', botScopes);
  const userScopes = [...botScopes, 'search:read'];
  const userToken = addToken(world, 'xoxp-2222222222-abcdefghijklmnop', 'user', 'U0ADA00001', userScopes);
  const close = async () => {
    server.close();
    server.closeAllConnections();
    if (server.listening) await once(server, 'close');
  };
  return {
    url,
    world,
    limits,
    get calls() {
      return calls;
    },
    answers,
    botToken,
    userToken,
    clear() {
      calls = [];
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Adds a token to a workspace. */
export function addToken(
  world: World,
  token: string,
  kind: DoubleToken['kind'],
  user: string,
  scopes: readonly string[],
): string {
  world.tokens.set(token, { token, kind, user, scopes: new Set(scopes), fault: undefined });
  return token;
}

async function answer(
  world: World,
  limits: Limits,
  request: IncomingMessage,
  response: ServerResponse,
  seen: { call(call: SeenCall): void; answer(given: GivenAnswer): void },
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://slack');
  const body = await bodyOf(request);
  const { authorization } = request.headers;
  if (url.pathname.startsWith('/files-pri/')) return serveFile(world, url.pathname, authorization, response);
  if (url.pathname.startsWith('/upload/v1/')) return takeUpload(world, url.pathname, body, response);
  const method = url.pathname.replace(/^\/api\//, '');
  const type = request.headers['content-type'] ?? '';
  const given = parseArguments(url.searchParams, type, body.toString());
  const shown = Object.fromEntries([...url.searchParams, ...new URLSearchParams(body.toString())]);
  seen.call({ method, arguments: shown, authorization });
  const answered = answerCall(world, limits, method, given, authorization);
  if (isOk(answered.body)) seen.answer({ method, body: answered.body });
  response.writeHead(answered.status, answered.headers).end(JSON.stringify(answered.body));
}

const isOk = (body: unknown) => typeof body === 'object' && body !== null && 'ok' in body && body.ok === true;

function takeUpload(world: World, path: string, content: Buffer, response: ServerResponse): void {
  const upload = world.uploads.get(path.slice('/upload/v1/'.length));
  if (upload === undefined) return void response.writeHead(404).end();
  upload.content = content;
  response.writeHead(200, { 'content-type': 'text/plain' }).end(`OK - ${content.length}`);
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}
