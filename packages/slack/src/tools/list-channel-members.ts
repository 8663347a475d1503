import * as z from 'zod';
import { openChannel } from '../reading/open-channel.ts';
import { openCursor, sealCursor } from '../reading/place-cursor.ts';
import { ChannelArgument } from '../reading/references.ts';
import { ResponseMetadata } from '../reading/shapes.ts';
import { defineSlackTool } from './define-slack-tool.ts';

const Members = z.looseObject({ members: z.array(z.string()), response_metadata: ResponseMetadata });

export const listChannelMembers = defineSlackTool({
  name: 'list_channel_members',
  title: 'List Channel Members',
  toolset: 'channels',
  description: 'Who is in a channel, by id and name.',
  effect: 'read',
  input: {
    channel: ChannelArgument,
    limit: z.int().min(1).max(500).default(100),
    cursor: z.string().optional(),
  },
  output: z.looseObject({
    members: z.array(z.looseObject({ id: z.string() })),
    nextCursor: z.string().optional(),
  }),
  channels: ({ channel }) => [channel],
  run: async ({ cursor, workspace: _, ...question }, session, context) => {
    const { signal } = context;
    const { id } = await openChannel(session, question.channel, context);
    const at = openCursor(question, cursor);
    const given = { channel: id, limit: question.limit, ...(at !== undefined && { cursor: at }) };
    const page = await session.call('conversations.members', given, Members, signal);
    await session.people.resolve(page.members, signal);
    return {
      channel: id,
      members: page.members.map((member) => {
        const name = session.people.name(member);
        return { id: member, ...(name !== undefined && { name }) };
      }),
      ...sealCursor(question, page.response_metadata),
      untrusted: ['members[].name'],
    };
  },
});
