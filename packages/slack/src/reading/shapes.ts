import * as z from 'zod';

/** What of Slack's objects is used. Times stay text: as numbers they would lose digits, and name nothing. */
const text = z.string().catch('');

export const ResponseMetadata = z
  .looseObject({ next_cursor: z.string().optional() })
  .optional()
  .transform((metadata) => (metadata?.next_cursor === '' ? undefined : metadata?.next_cursor));

const Described = z.looseObject({ value: text }).optional();

export const Channel = z.looseObject({
  id: z.string(),
  name: text,
  user: z.string().optional(),
  is_im: z.boolean().optional(),
  is_mpim: z.boolean().optional(),
  is_group: z.boolean().optional(),
  is_private: z.boolean().optional(),
  is_archived: z.boolean().optional(),
  is_member: z.boolean().optional(),
  is_ext_shared: z.boolean().optional(),
  is_pending_ext_shared: z.boolean().optional(),
  num_members: z.number().optional(),
  created: z.number().optional(),
  last_read: z.string().optional(),
  previous_names: z.array(z.string()).optional(),
  topic: Described,
  purpose: Described,
  properties: z
    .looseObject({ canvas: z.looseObject({ file_id: z.string().optional() }).optional() })
    .optional()
    .catch(undefined),
});
export type Channel = z.output<typeof Channel>;

export const User = z.looseObject({
  id: z.string(),
  name: text,
  deleted: z.boolean().optional(),
  real_name: z.string().optional(),
  tz: z.string().nullish(),
  is_bot: z.boolean().optional(),
  is_admin: z.boolean().optional(),
  is_restricted: z.boolean().optional(),
  profile: z
    .looseObject({
      real_name: z.string().optional(),
      display_name: z.string().optional(),
      email: z.string().optional(),
      title: z.string().optional(),
      status_text: z.string().optional(),
      status_emoji: z.string().optional(),
    })
    .optional(),
});
export type User = z.output<typeof User>;

export const File = z.looseObject({
  id: z.string(),
  name: z.string().nullish(),
  title: z.string().nullish(),
  mimetype: z.string().nullish(),
  filetype: z.string().nullish(),
  size: z.number().optional(),
  user: z.string().optional(),
  created: z.number().optional(),
  mode: z.string().optional(),
  is_external: z.boolean().optional(),
  url_private: z.string().optional(),
  permalink: z.string().optional(),
  channels: z.array(z.string()).optional(),
  groups: z.array(z.string()).optional(),
  ims: z.array(z.string()).optional(),
});
export type File = z.output<typeof File>;

export const Message = z.looseObject({
  ts: z.string(),
  user: z.string().optional(),
  username: z.string().optional(),
  bot_id: z.string().optional(),
  bot_profile: z.looseObject({ name: z.string().optional() }).optional(),
  subtype: z.string().optional(),
  text,
  thread_ts: z.string().optional(),
  reply_count: z.number().optional(),
  latest_reply: z.string().optional(),
  edited: z.looseObject({ ts: z.string() }).optional(),
  blocks: z.array(z.unknown()).optional(),
  attachments: z.array(z.unknown()).optional(),
  files: z.array(File).optional().catch(undefined),
  reactions: z.array(z.looseObject({ name: z.string(), count: z.number() })).optional(),
  metadata: z
    .looseObject({ event_type: z.string().optional(), event_payload: z.looseObject({}).optional() })
    .optional(),
});
export type Message = z.output<typeof Message>;

export const MessagePage = z.looseObject({
  messages: z.array(Message),
  has_more: z.boolean().optional(),
  response_metadata: ResponseMetadata,
});

/** An answer of which nothing is used but that it is one. */
export const Done = z.looseObject({ ok: z.literal(true) });
