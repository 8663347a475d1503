import { answers } from '../github/answers.ts';
import { OURS, PEER, portolan, serverGithub } from '../github/contenders.ts';
import { COMMITS, OWNER, REPO, startWorld } from '../github/world.ts';
import type { Suite } from '../model.ts';
import { packageVersions } from '../packages.ts';
import { installSection } from '../sections/install.ts';
import { startSection } from '../sections/start.ts';

const ratio = (atMost: number) => ({ of: 'portolan', to: 'server-github', atMost });
const call = { name: 'list_commits', args: { owner: OWNER, repo: REPO, perPage: COMMITS } };

export const github: Suite = {
  title: 'GitHub server beside the archived official one',
  versions: () => packageVersions(OURS, PEER),
  sections: {
    start: async (plan) => {
      await using world = await startWorld();
      const section = startSection({
        contenders: (folder) => ({
          'server-github': { command: serverGithub(folder, world), call },
          portolan: {
            command: portolan(folder, world),
            call,
            cold: (temporary) => portolan(folder, world, { temporary }),
          },
        }),
        call: `lists ${COMMITS} commits of a double of GitHub in the process of the bench`,
        goals: { wall: [ratio(0.5)], cpu: [ratio(0.5)], memory: [ratio(1)], callMemory: [ratio(1)] },
        limits: { definitions: [{ of: 'portolan', atMost: 26 * 1_024 }] },
        note: 'Ours has a token too. The tools are those of each server without further settings.',
      });
      return await section(plan);
    },
    install: installSection({
      server: 'github',
      peers: { 'server-github': PEER },
      limits: { packages: [{ of: 'portolan', atMost: 3 }] },
    }),
    answers,
  },
};
