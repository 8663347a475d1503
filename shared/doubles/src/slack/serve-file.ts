import type { ServerResponse } from 'node:http';
import type { World } from './world.ts';

const loginPage =
  '<!DOCTYPE html><html><head><title>Sign in | Slack</title></head><body>Sign in</body></html>';

/** Answers with a file's bytes, or as Slack does for a token that may not: 200 with its login page. */
export function serveFile(
  world: World,
  path: string,
  authorization: string | undefined,
  response: ServerResponse,
): void {
  const [, id = ''] = /^\/files-pri\/[^/]+-(F[A-Z0-9]+)\//.exec(path) ?? [];
  const token = world.tokens.get((authorization ?? '').replace(/^Bearer /, ''));
  const file = world.files.get(id);
  const seen =
    token?.fault === undefined &&
    token?.scopes.has('files:read') &&
    [...(file?.channels ?? [])].some((channelId) => {
      const channel = world.channels.get(channelId);
      return channel?.kind === 'public' || channel?.members.has(token.user);
    });
  if (file === undefined || seen !== true) {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(loginPage);
    return;
  }
  const type = file.canvas ? 'text/html' : file.mimetype;
  const content = file.canvas ? Buffer.from(asHtml(file.content.toString())) : file.content;
  response.writeHead(200, { 'content-type': type, 'content-length': String(content.length) }).end(content);
}

/** Slack gives a canvas as HTML; headings and paragraphs are enough here. */
const asHtml = (markdown: string) =>
  markdown
    .split(/\n{2,}/)
    .map((part) => (part.startsWith('# ') ? `<h1>${part.slice(2)}</h1>` : `<p class="line">${part}</p>`))
    .join('');
