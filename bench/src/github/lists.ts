import * as z from 'zod';
import { expectCount } from '../expect-count.ts';
import type { Measure } from '../model.ts';
import { askGitHub, askOurs, askPeer, entriesOf } from './ask.ts';
import { API, type Asked, answerMeasure, PLACE } from './measure.ts';
import { COMMITS, ISSUES } from './world.ts';

/** Thirty commits, thirty issues, one pull request. */
export async function lists(asked: Asked): Promise<Measure[]> {
  return [await commits(asked), await issues(asked), await pull(asked)];
}

async function commits({ world, peer, ours }: Asked): Promise<Measure> {
  const call = { name: 'list_commits', args: { ...PLACE, perPage: COMMITS } };
  const theirs = await askPeer(peer, call);
  const own = await askOurs(ours, call);
  for (const list of [theirs.found, own.found.commits]) entriesOf(list, COMMITS);
  const github = await askGitHub(world, `${API}/commits?per_page=${COMMITS}`);
  return answerMeasure(`\`list_commits\`, ${COMMITS} commits`, { github, peer: theirs.bytes, ours: own });
}

async function issues({ world, peer, ours }: Asked): Promise<Measure> {
  const name = 'list_issues';
  const theirs = await askPeer(peer, { name, args: { ...PLACE, per_page: ISSUES } });
  const own = await askOurs(ours, { name, args: { ...PLACE, perPage: ISSUES } });
  const numbers = [theirs.found, own.found.issues].map((list) =>
    entriesOf(list, ISSUES).map(({ number }) => number),
  );
  if (String(numbers[0]) !== String(numbers[1])) throw new Error('The lists have different issues.');
  const github = await askGitHub(world, `${API}/issues?per_page=${ISSUES}`);
  return answerMeasure(`\`list_issues\`, ${ISSUES} issues`, { github, peer: theirs.bytes, ours: own });
}

const Pull = z.looseObject({ number: z.int() });

async function pull({ world, peer, ours }: Asked): Promise<Measure> {
  const { pullNumber } = world;
  const name = 'get_pull_request';
  const theirs = await askPeer(peer, { name, args: { ...PLACE, pull_number: pullNumber } });
  const own = await askOurs(ours, { name, args: { ...PLACE, pullNumber } });
  for (const found of [theirs.found, own.found.pullRequest]) {
    expectCount(`${name}, number`, Pull.parse(found).number, pullNumber);
  }
  const github = await askGitHub(world, `${API}/pulls/${pullNumber}`);
  return answerMeasure(`\`${name}\``, { github, peer: theirs.bytes, ours: own });
}
