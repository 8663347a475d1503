import type { ServerResponse } from 'node:http';
import { startLocalServer } from '@portolan/testing';
import { expect, it, onTestFinished } from 'vitest';
import { connectGitHub } from '../src/test-support.ts';

/** A GitHub that holds every answer back until it is told, and counts by token what it holds. */
async function startHolding() {
  const held: { readonly token: string; readonly answer: () => ServerResponse }[] = [];
  let released = false;
  const server = await startLocalServer(({ headers }, response) => {
    const answer = () =>
      response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end('[]');
    if (released) answer();
    else held.push({ token: headers.authorization ?? '', answer });
  });
  onTestFinished(() => server.close());
  const of = (token: string) => held.filter((one) => one.token.endsWith(token));
  return {
    url: server.url,
    holds: (token: string) => of(token).length,
    /** Answers the oldest request of a token. */
    answerOne(token: string) {
      const [oldest] = of(token);
      if (oldest === undefined) throw new Error('Nothing is held.');
      held.splice(held.indexOf(oldest), 1);
      oldest.answer();
    },
    release() {
      released = true;
      for (const { answer } of held.splice(0)) answer();
    },
  };
}

/** Time in which one more request would have come. */
const moment = () => new Promise((resolve) => setTimeout(resolve, 200));

it('reads ten at a time with one credential, while another has ten of its own', async () => {
  const { url, holds, answerOne, release } = await startHolding();
  const one = await connectGitHub({ url, token: 'ghp_one' });
  const other = await connectGitHub({ url, token: 'ghp_other' });
  const tags = (n: number) => ({ owner: 'octo', repo: `r${n}` });
  const reads = [one, other].flatMap(({ ok }) =>
    Array.from({ length: 14 }, (_, n) => ok('list_tags', tags(n))),
  );
  for (const token of ['ghp_one', 'ghp_other']) await expect.poll(() => holds(token)).toBe(10);
  await moment();
  expect([holds('ghp_one'), holds('ghp_other')]).toEqual([10, 10]);
  answerOne('ghp_one');
  await expect.poll(() => holds('ghp_one')).toBe(10);
  expect(holds('ghp_other')).toBe(10);
  release();
  expect(await Promise.all(reads)).toHaveLength(28);
});

it('changes one thing at a time with one credential', async () => {
  const { url, holds, answerOne } = await startHolding();
  const { ok } = await connectGitHub({ url, token: 'ghp_one' });
  const changes = Array.from({ length: 3 }, (_, n) =>
    ok('star_repository', { owner: 'octo', repo: `r${n}` }),
  );
  for (let left = 3; left > 0; left -= 1) {
    await expect.poll(() => holds('ghp_one')).toBe(1);
    await moment();
    expect(holds('ghp_one')).toBe(1);
    answerOne('ghp_one');
  }
  expect(await Promise.all(changes)).toEqual(Array(3).fill({ starred: true }));
});
