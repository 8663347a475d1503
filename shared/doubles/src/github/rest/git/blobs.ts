import * as z from 'zod';
import type { Call } from '../../http/call.ts';
import { bytes, created, json, notFound } from '../../http/reply.ts';
import { type Route, route } from '../../http/route.ts';
import { repoUrl } from '../../render/repository.ts';
import { nodeId } from '../../state/world.ts';
import { checkEmpty } from './empty.ts';

/** Base64 in lines of 60, as GitHub writes it. */
export const base64Lines = (content: Buffer) => content.toString('base64').replace(/(.{1,60})/g, '$1\n');

const blobUrl = (call: Call, sha: string) => `${repoUrl(call, call.repo)}/git/blobs/${sha}`;

export const blobRoutes: readonly Route[] = [
  route('GET /repos/{owner}/{repo}/git/blobs/{file_sha}', (call) => {
    const sha = call.param('file_sha');
    if (call.repo.git.typeOf(sha) !== 'blob') throw notFound();
    const content = call.repo.git.read(sha);
    if (call.accept.includes('raw')) return bytes(content, 'application/vnd.github.raw; charset=utf-8');
    const shown = { content: base64Lines(content), encoding: 'base64', size: content.length };
    return json({ sha, node_id: nodeId('B', sha), url: blobUrl(call, sha), ...shown });
  }),
  route('POST /repos/{owner}/{repo}/git/blobs', (call) => {
    checkEmpty(call.repo);
    const { content, encoding } = call.body(
      z.object({ content: z.string(), encoding: z.enum(['utf-8', 'base64']).default('utf-8') }),
    );
    const sha = call.repo.git.write(Buffer.from(content, encoding === 'base64' ? 'base64' : 'utf8'));
    return created({ sha, url: blobUrl(call, sha) });
  }),
];
