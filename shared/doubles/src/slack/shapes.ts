import type {
  DoubleChannel,
  DoubleFile,
  DoubleMessage,
  DoubleUser,
  DoubleUserGroup,
  World,
} from './world.ts';

/** The objects of Slack's answers, as its documentation shows them. */
export function userShape(world: World, user: DoubleUser) {
  return {
    id: user.id,
    team_id: world.team.id,
    name: user.name,
    deleted: user.deleted,
    real_name: user.realName,
    tz: 'Europe/Amsterdam',
    is_bot: user.botId !== undefined,
    is_admin: user.id === 'U0ADA00001',
    is_restricted: false,
    updated: 1_767_225_600,
    profile: profileShape(user),
  };
}

export function profileShape(user: DoubleUser) {
  return {
    real_name: user.realName,
    display_name: user.displayName,
    title: user.title,
    email: user.email,
    status_text: '',
    status_emoji: '',
    ...(user.botId !== undefined && { bot_id: user.botId }),
  };
}

export function channelShape(channel: DoubleChannel, viewer: string, counted = false) {
  const base = { id: channel.id, created: 1_767_225_600, is_archived: channel.archived };
  const members = counted ? { num_members: channel.members.size } : {};
  if (channel.kind === 'im') {
    const other = [...channel.members].find((member) => member !== viewer) ?? viewer;
    return { ...base, is_im: true, user: other, is_user_deleted: false };
  }
  return {
    ...base,
    ...members,
    name: channel.name,
    creator: channel.creator,
    is_channel: channel.kind === 'public',
    is_group: channel.kind === 'private',
    is_mpim: channel.kind === 'mpim',
    is_im: false,
    is_private: channel.kind !== 'public',
    is_member: channel.members.has(viewer),
    is_general: channel.name === 'general',
    is_shared: channel.external,
    is_ext_shared: channel.external,
    is_org_shared: false,
    previous_names: channel.previousNames,
    topic: { value: channel.topic, creator: channel.creator, last_set: 0 },
    purpose: { value: channel.purpose, creator: channel.creator, last_set: 0 },
    ...(channel.canvas !== undefined && {
      properties: { canvas: { file_id: channel.canvas, is_empty: false } },
    }),
  };
}

export function messageShape(world: World, channel: DoubleChannel, message: DoubleMessage, metadata = false) {
  const replies = channel.messages.filter(({ threadTs }) => threadTs === message.ts);
  const last = replies.at(-1);
  return {
    type: 'message',
    user: message.user,
    text: message.text,
    ts: message.ts,
    team: world.team.id,
    ...(message.subtype !== undefined && { subtype: message.subtype }),
    ...(message.botId !== undefined && { bot_id: message.botId }),
    ...(message.blocks !== undefined && { blocks: message.blocks }),
    ...(message.editedTs !== undefined && { edited: { user: message.user, ts: message.editedTs } }),
    ...(message.threadTs !== undefined && { thread_ts: message.threadTs, parent_user_id: message.user }),
    ...(last && {
      thread_ts: message.ts,
      reply_count: replies.length,
      reply_users_count: new Set(replies.map(({ user }) => user)).size,
      latest_reply: last.ts,
    }),
    ...(message.reactions.size > 0 && {
      reactions: [...message.reactions].map(([name, users]) => ({
        name,
        users: [...users],
        count: users.size,
      })),
    }),
    ...(message.files.length > 0 && {
      files: message.files.flatMap((id) => {
        const file = world.files.get(id);
        return file ? [fileShape(world, file)] : [];
      }),
    }),
    ...(metadata && message.metadata !== undefined && { metadata: message.metadata }),
  };
}

export function fileShape(world: World, file: DoubleFile) {
  const url = file.urlPrivate ?? `${world.filesUrl}/files-pri/${world.team.id}-${file.id}/${file.name}`;
  return {
    id: file.id,
    created: 1_767_225_600,
    timestamp: 1_767_225_600,
    name: file.name,
    title: file.title,
    mimetype: file.mimetype,
    filetype: file.canvas ? 'quip' : (file.name.split('.').at(-1) ?? ''),
    user: file.user,
    size: file.claimedSize ?? file.content.length,
    mode: file.canvas ? 'quip' : 'hosted',
    is_external: false,
    url_private: url,
    url_private_download: url,
    permalink: `https://${world.team.domain}.slack.com/files/${file.user}/${file.id}/${file.name}`,
    channels: [...file.channels],
  };
}

export const groupShape = (group: DoubleUserGroup, withUsers: boolean) => ({
  id: group.id,
  is_usergroup: true,
  name: group.name,
  description: group.description,
  handle: group.handle,
  date_delete: group.disabled ? 1_767_225_600 : 0,
  ...(withUsers && { users: group.users }),
});

export const permalinkOf = (world: World, channel: DoubleChannel, message: DoubleMessage) => {
  const base = `https://${world.team.domain}.slack.com/archives/${channel.id}/p${message.ts.replace('.', '')}`;
  return message.threadTs === undefined ? base : `${base}?thread_ts=${message.threadTs}&cid=${channel.id}`;
};
