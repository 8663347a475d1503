import { type Call, type Methods, openChannelOf } from '../method.ts';
import { refuse } from '../refusal.ts';
import { addFile, addMessage } from '../seed.ts';
import { fileShape } from '../shapes.ts';
import { type DoubleFile, freshId } from '../world.ts';

function visibleFile({ world, token }: Call, id: string): DoubleFile {
  const file = world.files.get(id);
  const seen = [...(file?.channels ?? [])].some((channelId) => {
    const channel = world.channels.get(channelId);
    return channel?.kind === 'public' || channel?.members.has(token.user);
  });
  return file && (seen || file.user === token.user) ? file : refuse('file_not_found');
}

export const files: Methods = {
  'files.list': {
    scopes: ['files:read'],
    run: (call) => {
      const { world, given } = call;
      const [channel, user, types] = [given.optional('channel'), given.optional('user'), given.list('types')];
      const all = [...world.files.values()].filter(
        (file) =>
          (channel === undefined || file.channels.has(channel)) &&
          (user === undefined || file.user === user) &&
          (types.length === 0 || types.includes('all') || types.includes(file.canvas ? 'canvas' : 'other')) &&
          seenBy(call, file),
      );
      const count = given.number('count', 100);
      const page = given.number('page', 1);
      return {
        files: all.slice((page - 1) * count, page * count).map((file) => fileShape(world, file)),
        paging: { count, total: all.length, page, pages: Math.ceil(all.length / count) },
      };
    },
  },
  'files.info': {
    scopes: ['files:read'],
    run: (call) => ({
      file: fileShape(call.world, visibleFile(call, call.given.text('file'))),
      response_metadata: { next_cursor: '' },
    }),
  },
  'files.getUploadURLExternal': {
    scopes: ['files:write'],
    run: ({ world, given }) => {
      const id = freshId(world, 'F');
      world.uploads.set(id, { name: given.text('filename'), length: given.number('length', 0) });
      return { upload_url: `${world.filesUrl}/upload/v1/${id}`, file_id: id };
    },
  },
  'files.completeUploadExternal': {
    scopes: ['files:write'],
    run: (call) => {
      const { world, token, given } = call;
      const channel = given.has('channel_id') ? openChannelOf(call, 'channel_id') : undefined;
      const wanted = given.json('files');
      if (!Array.isArray(wanted)) return refuse('invalid_arguments');
      const done = wanted.map(({ id, title }) => {
        const upload = world.uploads.get(id);
        if (upload?.content === undefined) return refuse('file_not_found');
        world.uploads.delete(id);
        const { name, content } = upload;
        const mimetype = 'application/octet-stream';
        return addFile(world, {
          id,
          name,
          title: title ?? name,
          mimetype,
          content,
          user: token.user,
          channels: channel ? [channel.id] : [],
        });
      });
      if (channel) {
        addMessage(world, channel, {
          user: token.user,
          text: given.optional('initial_comment') ?? '',
          threadTs: given.optional('thread_ts'),
          files: done.map(({ id }) => id),
        });
      }
      return { files: done.map((file) => fileShape(world, file)) };
    },
  },
};

function seenBy(call: Call, file: DoubleFile): boolean {
  return [...file.channels].some((id) => {
    const channel = call.world.channels.get(id);
    return channel?.kind === 'public' || channel?.members.has(call.token.user);
  });
}
