import type { Suite } from '../model.ts';
import { packageVersions } from '../packages.ts';
import { installSection } from '../sections/install.ts';
import { startSection } from '../sections/start.ts';
import { answers } from '../slack/answers.ts';
import { KOROTOVSKY, korotovsky, OFFICIAL, OURS, portolan, serverSlack } from '../slack/contenders.ts';
import { startTlsProxy } from '../slack/tls-proxy.ts';
import { CHANNEL, MESSAGES, startWorkspace } from '../slack/world.ts';

const ratio = (atMost: number, to = 'server-slack') => ({ of: 'portolan', to, atMost });

export const slack: Suite = {
  title: 'Slack server beside the archived official one and slack-mcp-server',
  versions: () => packageVersions(OURS, OFFICIAL, KOROTOVSKY),
  sections: {
    start: async (plan) => {
      await using double = await startWorkspace();
      await using proxy = await startTlsProxy(plan.folder, double.url);
      const section = startSection({
        contenders: (folder) => ({
          'server-slack': {
            command: serverSlack(folder, double),
            call: { name: 'slack_get_channel_history', args: { channel_id: CHANNEL, limit: MESSAGES } },
          },
          'slack-mcp-server': {
            command: korotovsky(folder, double, proxy),
            call: { name: 'conversations_history', args: { channel_id: CHANNEL, limit: `${MESSAGES}` } },
            cold: (temporary) => korotovsky(folder, double, proxy, temporary),
          },
          portolan: {
            command: portolan(folder, double),
            call: { name: 'get_channel_history', args: { channel: CHANNEL, limit: MESSAGES } },
            cold: (temporary) => portolan(folder, double, { temporary }),
          },
        }),
        call: `reads ${MESSAGES} messages of a double of Slack in the process of the bench`,
        goals: {
          wall: [ratio(0.5), ratio(0.5, 'slack-mcp-server')],
          cpu: [ratio(0.5), ratio(0.5, 'slack-mcp-server')],
          memory: [ratio(1)],
          callMemory: [ratio(1)],
        },
        limits: { definitions: [{ of: 'portolan', atMost: 12 * 1_024 }] },
        note,
      });
      return await section(plan);
    },
    install: installSection({
      server: 'slack',
      peers: { 'server-slack': OFFICIAL, 'slack-mcp-server': KOROTOVSKY },
      limits: { packages: [{ of: 'portolan', atMost: 3 }] },
    }),
    answers,
  },
};

const note =
  'server-slack knows `slack.com` only: a file that Node loads before it sends its `fetch` for that address to the double, nothing else of it is changed. slack-mcp-server is a program in Go, 17 MB, that a few lines of Node start and wait for; its figures are of both processes, and it is no peer in memory. Before it answers `initialize` it asks Slack who it is, and for all people and channels, or takes those from a file of an earlier start; the rows of an empty cache are without that file. It too knows `slack.com` only, but takes a proxy: one of the bench, over TLS with a certificate it is told to trust, leads it to the double. The tools are those of each server with a bot token and no further settings; those of ours that post are there once channels to post to are named.';
