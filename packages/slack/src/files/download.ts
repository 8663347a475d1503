import { fail } from '@portolan/runtime';
import type { Upstream, UpstreamResponse } from '@portolan/runtime/upstream';
import type { File } from '../reading/shapes.ts';
import type { Session } from '../workspaces/session.ts';
import { isCanvas } from './file-facts.ts';

export interface DownloadOptions {
  readonly files: Upstream;
  /** The origin that `files` goes to. */
  readonly filesUrl: string;
  readonly maxBytes: number;
  readonly signal: AbortSignal;
}

/**
 * Loads the bytes of a file. The token goes to Slack's file store and nowhere else, whatever address Slack gives.
 *
 * @throws ToolError `too_large`, `unsupported` for a file that lies elsewhere, `permission_denied` where Slack
 * answers with its page to sign in
 */
export async function download(
  session: Session,
  file: File,
  { files, filesUrl, maxBytes, signal }: DownloadOptions,
): Promise<UpstreamResponse> {
  const { url_private: url, size } = file;
  if (file.is_external || url === undefined) {
    fail('unsupported', 'The file does not lie in Slack; it is only linked there.', {
      next: 'Open its link in a browser.',
    });
  }
  if (!URL.canParse(url) || new URL(url).origin !== new URL(filesUrl).origin) {
    fail('unsupported', 'The address of the file is not in the file store of Slack, so nothing was loaded.', {
      next: 'Open the file in Slack. The operator can set --files-url where Slack keeps files elsewhere (GovSlack).',
    });
  }
  if (size !== undefined && size > maxBytes) tooLarge(size, maxBytes);
  const credential = await session.credential.token(signal);
  const answer = await files.fetch({ path: url }, { credential, signal, maxBytes });
  const html = (answer.headers.get('content-type') ?? '').includes('text/html');
  if (html && !isThatPage(file, answer.text())) {
    fail('permission_denied', 'Slack answered with its page to sign in instead of the file.', {
      next: 'The operator must give the token the scope files:read, and the app must be in a channel with the file.',
    });
  }
  return answer;
}

export function tooLarge(size: number, maxBytes: number): never {
  fail('too_large', `The file has ${size} bytes; the limit is ${maxBytes}.`, {
    next: 'Use Slack itself; the operator can raise --max-file-bytes.',
    data: { size, maxBytes },
  });
}

/** Only a canvas, or a file of HTML, is a page; and none of them is titled as the page to sign in is. */
function isThatPage(file: File, page: string): boolean {
  if (!isCanvas(file) && !(file.mimetype ?? '').includes('html')) return false;
  return !/<title>[^<]{0,200}(sign ?in|log ?in)[^<]{0,200}<\/title>/i.test(page.slice(0, 20_000));
}
