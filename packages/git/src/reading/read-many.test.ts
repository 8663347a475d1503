import { ToolError } from '@portolan/runtime';
import { expect, it, onTestFinished } from 'vitest';
import { config } from '../config.ts';
import { createServices } from '../services.ts';
import { sandbox } from '../test-support.ts';
import { readMany } from './read-many.ts';

/** A repository of one file `f`, and the commands that git is started with anew for it. */
async function watched() {
  const box = sandbox();
  box.commit('one', { f: 'one\n', 'dir/g': 'g\n' });
  const services = createServices(config.parse({ repositories: [box.repo] }));
  onTestFinished(() => services.close());
  const stop = new AbortController();
  const { signal } = stop;
  const repository = await services.repository(undefined, { signal, roots: async () => undefined });
  const started: (readonly string[])[] = [];
  const git: typeof repository.git = (args, options) => {
    started.push(args);
    return repository.git(args, options);
  };
  return { box, stop, started, repository: { ...repository, git } };
}

const at = (revision: string, ...paths: readonly string[]) => paths.map((path) => ({ path, revision }));

it('starts no git anew for files that are there or not', async () => {
  const { repository, started } = await watched();
  const files = [...at('HEAD', 'f', 'dir/g', 'none', 'f/none', 'dir'), ...at('main', 'f', 'none')];
  const read = await readMany(repository, files);
  expect(read.map((file) => ('error' in file ? file.error : file.content))).toEqual([
    'one\n',
    'g\n',
    'not_found',
    'not_found',
    'unsupported',
    'one\n',
    'not_found',
  ]);
  expect(started).toEqual([]);
});

it('asks git once about a revision that is not there', async () => {
  const { repository, started } = await watched();
  const read = await readMany(repository, at('nope', 'f', 'dir/g', 'none'));
  expect(read).toMatchObject([{ error: 'not_found' }, { error: 'not_found' }, { error: 'not_found' }]);
  expect(started).toHaveLength(1);
});

it('reads all files of a branch from one commit, also when it moves meanwhile', async () => {
  const { box, repository } = await watched();
  let looked = 0;
  const objects: typeof repository.objects = {
    content: repository.objects.content,
    info: async (name) => {
      if (name === 'main^{tree}' && looked++ > 0) throw new Error('The branch was looked up again.');
      const found = await repository.objects.info(name);
      if (name === 'main^{tree}') box.commit('two', { f: 'two\n', 'dir/g': 'two\n' });
      return found;
    },
  };
  const read = await readMany({ ...repository, objects }, at('main', 'f', 'dir/g'));
  expect(read).toMatchObject([{ content: 'one\n' }, { content: 'g\n' }]);
});

it('ends with the call, and takes that for no error of a file', async () => {
  const { repository, stop } = await watched();
  stop.abort(new ToolError('cancelled', 'The call was cancelled.'));
  await expect(readMany(repository, at('HEAD', 'f'))).rejects.toThrow('cancelled');
});
