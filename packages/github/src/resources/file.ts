import { defineResource, fail, type ResourceContents } from '@portolan/runtime';
import { showHidden } from '@portolan/runtime/untrusted-text';
import { fileText } from '../repository/file-text.ts';
import { readPath } from '../repository/read-path.ts';
import { isFilePath, isRef, owner as ownerName, repo as repoName } from '../schema/names.ts';
import type { Services } from '../services.ts';
import { completePath, completeRef, completeRepo } from './completions.ts';
import { completeOwner } from './names-of-numbered.ts';

/** Largest file given as a resource, bytes; get_file_contents gives parts of larger ones. */
const maxBytes = 256 * 1024;

/** Every file of every repository at every ref. */
export const fileResource = defineResource<Services>({
  name: 'file',
  title: 'File at a ref',
  description: 'A file at a branch, tag or commit; a slash in the ref is written %2F.',
  needs: ['get_file_contents'],
  uri: 'github://{owner}/{repo}/{ref}/{+path}',
  complete: { owner: completeOwner, repo: completeRepo, ref: completeRef, path: completePath },
  constrained: ({ owner = '', repo = '' }) => ({ repo: [`${owner}/${repo}`.toLowerCase()] }),
  async read({ owner = '', repo = '', ref = '', path = '' }, context, uri) {
    const known =
      ownerName.safeParse(owner).success &&
      repoName.safeParse(repo).success &&
      isRef(ref) &&
      isFilePath(path);
    if (!known) fail('invalid_arguments', 'The address names no file of a repository at a ref.');
    const call = await context.github.for(context);
    await context.lockdown.demandRef(call, { owner, repo }, ref);
    const contents = await readPath(call, { owner, repo }, path, ref);
    if (contents.type !== 'file') {
      return fail('unsupported', `The path is a ${contents.type}.`, { next: 'Use get_file_contents.' });
    }
    if (contents.size > maxBytes) {
      fail('too_large', `The file has ${contents.size} bytes.`, {
        next: 'Read parts of it with get_file_contents.',
      });
    }
    return [contentsOf(contents.bytes, uri)];
  },
});

function contentsOf(bytes: Uint8Array, uri: string): ResourceContents {
  const content = fileText(bytes);
  return content.kind === 'text'
    ? { uri, mimeType: 'text/plain', text: showHidden(content.text) }
    : { uri, mimeType: 'application/octet-stream', blob: Buffer.from(bytes).toString('base64') };
}
