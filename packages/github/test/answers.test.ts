import { readdir, readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import server from '../src/server.ts';
import { addressesIn } from './answers/addresses.ts';
import { questions, revoked } from './answers/questions.ts';
import { seedHarbour } from './answers/seed-harbour.ts';

const folder = new URL('./__snapshots__/answers/', import.meta.url);
const names = server.tools.map(({ name }) => name);

it('asks every tool, and keeps an answer of each', async () => {
  expect([...questions.keys()].toSorted()).toEqual(names.toSorted());
  const kept = (await readdir(folder)).map((file) => file.replace('.json', ''));
  expect(kept.toSorted()).toEqual(names.toSorted());
});

it.each(names)('%s answers the same as ever, and refuses what is wrong', async (name) => {
  const harbour = await seedHarbour();
  const question = await questions.get(name)?.(harbour);
  if (question === undefined) throw new Error(`There is no question for ${name}.`);
  const { args, wrong = { ...args, repo: 'nowhere' } } = question;
  const answer = await harbour.ok(name, args);
  if (wrong === revoked) harbour.double.revoke(harbour.token);
  const error = await harbour.refused(name, wrong === revoked ? args : wrong);
  const pinned = stable(JSON.stringify({ answer, error }, null, 2), harbour.double.url);
  await expect(`${pinned}\n`).toMatchFileSnapshot(`./__snapshots__/answers/${name}.json`);
});

/** Whether it belongs to a user or an organization, the caller does not know. */
const notFollowing = ['get_project/project/url'];

it('gives no address in a read that follows from what was asked and answered', async () => {
  const reads = server.tools.filter(({ effect }) => effect === 'read').map(({ name }) => name);
  const given = await Promise.all(
    reads.map(async (name) => {
      const { answer } = JSON.parse(await readFile(new URL(`${name}.json`, folder), 'utf8'));
      return addressesIn(answer).map((path) => name + path);
    }),
  );
  expect(given.flat()).toEqual(notFollowing);
});

/** Without the port of the double and the time at which the hour's requests are renewed; all else is seeded. */
const stable = (text: string, url: string) =>
  text
    .replaceAll(url, 'https://github.test')
    .replaceAll(new URL(url).host, 'github.test')
    .replace(/("resetAt": )"[^"]+"/, '$1"in an hour"');
