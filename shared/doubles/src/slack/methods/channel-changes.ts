import { byKind, type Call, channelOf, joinedChannelOf, type Methods, openChannelOf } from '../method.ts';
import { refuse } from '../refusal.ts';
import { addChannel } from '../seed.ts';
import { channelShape } from '../shapes.ts';
import { type DoubleChannel, freshId } from '../world.ts';

const validName = /^[\p{Ll}\p{Lo}\d_-]{1,80}$/u;

function demandName({ world }: Call, name: string): string {
  if (!validName.test(name)) refuse('invalid_name_specials');
  if ([...world.channels.values()].some((channel) => channel.name === name)) refuse('name_taken');
  return name;
}

/** What a change answers with lacks the properties. */
const shaped = (call: Call, channel: DoubleChannel) => ({
  channel: channelShape({ ...channel, canvas: undefined }, call.token.user),
});

function directWith(call: Call): DoubleChannel {
  const { world, token, given } = call;
  const users = given.list('users');
  for (const user of users) if (!world.users.has(user)) refuse('user_not_found');
  if (users.length === 0) refuse('users_list_not_supplied');
  const members = new Set([...users, token.user]);
  const kind = members.size > 2 ? 'mpim' : 'im';
  const known = [...world.channels.values()].find(
    (channel) =>
      channel.kind === kind &&
      channel.members.size === members.size &&
      [...members].every((member) => channel.members.has(member)),
  );
  const id = freshId(world, kind === 'im' ? 'D' : 'G');
  return known ?? addChannel(world, { id, name: '', kind, members: [...members] });
}

export const channelChanges: Methods = {
  'conversations.open': {
    scopes: ['im:write', 'mpim:write'],
    run: (call) => ({ channel: { id: directWith(call).id } }),
  },
  'conversations.create': {
    scopes: ['channels:manage', 'channels:write', 'groups:write'],
    run: (call) => {
      const { world, token, given } = call;
      const name = demandName(call, given.text('name'));
      const kind = given.flag('is_private') ? 'private' : 'public';
      const id = freshId(world, 'C');
      return shaped(call, addChannel(world, { id, name, kind, creator: token.user, members: [token.user] }));
    },
  },
  'conversations.rename': {
    scopes: byKind('write'),
    run: (call) => {
      const channel = openChannelOf(call);
      const name = demandName(call, call.given.text('name'));
      channel.previousNames.push(channel.name);
      channel.name = name;
      return shaped(call, channel);
    },
  },
  'conversations.setTopic': {
    scopes: byKind('write'),
    run: (call) => {
      const channel = openChannelOf(call);
      channel.topic = call.given.text('topic');
      return shaped(call, channel);
    },
  },
  'conversations.setPurpose': {
    scopes: byKind('write'),
    run: (call) => {
      const channel = openChannelOf(call);
      channel.purpose = call.given.text('purpose');
      return shaped(call, channel);
    },
  },
  'conversations.archive': {
    scopes: byKind('write'),
    run: (call) => {
      const channel = joinedChannelOf(call);
      if (channel.archived) refuse('already_archived');
      if (channel.name === 'general') refuse('cant_archive_general');
      channel.archived = true;
      return {};
    },
  },
  'conversations.unarchive': {
    scopes: byKind('write'),
    // Slack lets no bot do it.
    kind: 'user',
    run: (call) => {
      const channel = channelOf(call);
      if (!channel.archived) refuse('not_archived');
      channel.archived = false;
      channel.members.add(call.token.user);
      return {};
    },
  },
  'conversations.leave': {
    scopes: byKind('write'),
    run: (call) => {
      const channel = channelOf(call);
      if (channel.name === 'general') refuse('cant_leave_general');
      if (channel.archived) refuse('is_archived');
      if (!channel.members.has(call.token.user)) return { not_in_channel: true };
      if (channel.kind === 'private' && channel.members.size === 1) refuse('last_member');
      channel.members.delete(call.token.user);
      return {};
    },
  },
  'conversations.join': {
    scopes: ['channels:join', 'channels:write'],
    run: (call) => {
      const channel = channelOf(call);
      if (channel.archived) refuse('is_archived');
      channel.members.add(call.token.user);
      return shaped(call, channel);
    },
  },
  'conversations.invite': {
    scopes: byKind('write'),
    run: (call) => {
      const channel = openChannelOf(call);
      for (const user of call.given.list('users')) {
        if (!call.world.users.has(user)) refuse('user_not_found');
        if (channel.members.has(user)) refuse('already_in_channel');
        channel.members.add(user);
      }
      return shaped(call, channel);
    },
  },
  'conversations.kick': {
    scopes: byKind('write'),
    run: (call) => {
      const user = call.given.text('user');
      if (user === call.token.user) refuse('cant_kick_self');
      if (!openChannelOf(call).members.delete(user)) refuse('not_in_channel');
      return {};
    },
  },
};
