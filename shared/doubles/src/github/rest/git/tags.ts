import * as z from 'zod';
import type { Call } from '../../http/call.ts';
import { created, json, notFound, Refusal } from '../../http/reply.ts';
import { type Route, route } from '../../http/route.ts';
import { repoUrl } from '../../render/repository.ts';
import { isoOf } from '../../state/clock.ts';
import { nodeId } from '../../state/world.ts';
import { signatureBody, signatureOf } from './signature.ts';

function tagJson(call: Call, sha: string) {
  const [head = '', ...message] = call.repo.git.text(['cat-file', 'tag', sha]).split('\n\n');
  const field = (name: string) => new RegExp(`^${name} (.*)$`, 'm').exec(head)?.[1] ?? '';
  const tagger = /^(.*) <(.*)> (\d+) /.exec(field('tagger'));
  return {
    node_id: nodeId('T', sha),
    sha,
    url: `${repoUrl(call, call.repo)}/git/tags/${sha}`,
    tagger: { name: tagger?.[1] ?? '', email: tagger?.[2] ?? '', date: isoOf(Number(tagger?.[3] ?? 0)) },
    object: {
      sha: field('object'),
      type: field('type'),
      url: `${repoUrl(call, call.repo)}/git/${field('type')}s/${field('object')}`,
    },
    tag: field('tag'),
    message: message.join('\n\n'),
    verification: { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null },
  };
}

const tagBody = z.object({
  tag: z.string(),
  message: z.string(),
  object: z.string(),
  type: z.enum(['commit', 'tree', 'blob']),
  tagger: signatureBody,
});

export const gitTagRoutes: readonly Route[] = [
  route('GET /repos/{owner}/{repo}/git/tags/{tag_sha}', (call) => {
    if (call.repo.git.typeOf(call.param('tag_sha')) !== 'tag') throw notFound();
    return json(tagJson(call, call.param('tag_sha')));
  }),
  route('POST /repos/{owner}/{repo}/git/tags', (call) => {
    const { tag, message, object, type, tagger } = call.body(tagBody);
    if (call.repo.git.typeOf(object) !== type) throw new Refusal(422, 'Object does not exist');
    const { name, email, date } = signatureOf(call, tagger);
    const seconds = Math.floor(Date.parse(date) / 1000);
    const input = `object ${object}\ntype ${type}\ntag ${tag}\ntagger ${name} <${email}> ${seconds} +0000\n\n${message}\n`;
    const sha = call.repo.git.text(['hash-object', '-t', 'tag', '-w', '--stdin'], { input });
    return created(tagJson(call, sha));
  }),
];
