import * as z from 'zod';
import { expectCount } from '../expect-count.ts';
import type { Measure, Plan, Section } from '../model.ts';
import { type ServerProcess, startServer, textOf } from '../stdio/server-process.ts';
import { korotovsky, portolan, serverSlack } from './contenders.ts';
import { csvRows } from './csv-rows.ts';
import { startTlsProxy } from './tls-proxy.ts';
import { CHANNEL, CHANNELS, MESSAGES, startWorkspace } from './world.ts';

type Fields = Readonly<Record<string, unknown>>;

interface Question {
  readonly name: string;
  readonly entries: number;
  /** By contender: the tool, its arguments, and the field with the entries where the answer is JSON. */
  readonly calls: Readonly<Record<string, readonly [tool: string, args: Fields, field?: string]>>;
}

const questions: readonly Question[] = [
  {
    name: `${MESSAGES} messages of a channel`,
    entries: MESSAGES,
    calls: {
      'server-slack': ['slack_get_channel_history', { channel_id: CHANNEL, limit: MESSAGES }, 'messages'],
      'slack-mcp-server': ['conversations_history', { channel_id: CHANNEL, limit: `${MESSAGES}` }],
      portolan: ['get_channel_history', { channel: CHANNEL, limit: MESSAGES }, 'messages'],
    },
  },
  {
    name: `${CHANNELS} public channels`,
    entries: CHANNELS,
    calls: {
      'server-slack': ['slack_list_channels', { limit: CHANNELS }, 'channels'],
      'slack-mcp-server': ['channels_list', { channel_types: 'public_channel', limit: CHANNELS }],
      portolan: ['list_channels', { kinds: ['public'], memberOnly: false, limit: CHANNELS }, 'channels'],
    },
  },
];

/** How much a model gets to read for the same question. */
export async function answers({ folder }: Plan): Promise<Section> {
  await using double = await startWorkspace();
  await using proxy = await startTlsProxy(folder, double.url);
  const servers = {
    'server-slack': startServer(serverSlack(folder, double)),
    'slack-mcp-server': startServer(korotovsky(folder, double, proxy)),
    portolan: startServer(portolan(folder, double)),
  };
  try {
    for (const server of Object.values(servers)) await server.initialize();
    const measures: Measure[] = [];
    for (const question of questions) measures.push(await ask(servers, question));
    return { title: 'Bytes of the answer', method, measures };
  } finally {
    await Promise.all(Object.values(servers).map((server) => server.stop()));
  }
}

async function ask(
  servers: Readonly<Record<string, ServerProcess>>,
  { name, entries, calls }: Question,
): Promise<Measure> {
  const series: { who: string; samples: readonly number[] }[] = [];
  for (const [who, server] of Object.entries(servers)) {
    const [tool, args, field] = calls[who] ?? [''];
    const answer = await server.call(tool, args ?? {});
    const { structuredContent } = Result.parse(answer.result);
    const found =
      structuredContent === undefined ? count(textOf(answer), field) : lengthOf(structuredContent, field);
    expectCount(`${who} ${tool}`, found, entries);
    series.push({ who, samples: [answer.bytes] });
    if (structuredContent === undefined) continue;
    const twice = Buffer.byteLength(`,"structuredContent":${JSON.stringify(structuredContent)}`);
    series.push({ who: `${who}, text alone`, samples: [answer.bytes - twice] });
  }
  return { name, unit: 'bytes', series };
}

const Result = z.looseObject({ structuredContent: z.unknown().optional() });
const Json = z.record(z.string(), z.unknown());

function count(text: string, field: string | undefined): number {
  if (field === undefined) return csvRows(text);
  return lengthOf(JSON.parse(text), field);
}

function lengthOf(answer: unknown, field = ''): number {
  const found = Json.parse(answer)[field];
  return Array.isArray(found) ? found.length : 0;
}

const method = [
  'The same questions of the same workspace, on a double of Slack. Counted is the whole line of JSON-RPC with the result. server-slack passes on what Slack sends; messages have the blocks that Slack keeps of what a person types. slack-mcp-server answers in CSV. Ours and it put names beside the ids of people.',
  'Ours says everything twice, as the protocol asks of a tool with an output schema: as `structuredContent`, and as text, a row for each entry of a list, for clients that do not read that. Both count. "Text alone" is the same line without `structuredContent`.',
].join('\n\n');
