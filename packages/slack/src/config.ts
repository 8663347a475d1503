import { callerTokenSettings, type SettingMeta, secret } from '@portolan/runtime';
import * as z from 'zod';

const about = (description: string, rest: SettingMeta = {}) => ({ ...rest, description });

/** Ids of channels and direct messages, and of users for the direct message with them. */
const ListedId = z
  .string()
  .regex(/^[CDGUW][A-Z0-9]{6,}$/, 'name channels by id (C…, G…, D…) or users by id (U…)');

/** One of several workspaces. Secrets are named by the environment variable that holds them. */
const WorkspaceInput = z.strictObject({
  botTokenEnv: z.string().optional(),
  userTokenEnv: z.string().optional(),
  /** Id of a caller to the environment variable with that person's own token. */
  callers: z.record(z.string(), z.string()).default({}),
  tokenFile: z.string().optional(),
  refreshTokenEnv: z.string().optional(),
  clientId: z.string().optional(),
  clientSecretEnv: z.string().optional(),
  rotating: z.enum(['bot', 'user']).optional(),
});

/** The settings of this server alone; every server also has the common ones. */
export const config = z.object({
  botToken: secret('SLACK_BOT_TOKEN', 'Bot token, xoxb-…'),
  userToken: secret(
    'SLACK_USER_TOKEN',
    'User token, xoxp-…; beside a bot token only for what a bot cannot do',
  ),
  ...callerTokenSettings,
  tokenFile: z
    .string()
    .optional()
    .meta(
      about('File that keeps tokens which rotate; written with mode 0600', {
        placeholder: 'FILE',
        path: true,
      }),
    ),
  refreshToken: secret('SLACK_REFRESH_TOKEN', 'First refresh token, xoxe-…, until the token file exists'),
  clientId: z
    .string()
    .optional()
    .meta(about('Client id of the app whose tokens rotate', { env: 'SLACK_CLIENT_ID', placeholder: 'ID' })),
  clientSecret: secret('SLACK_CLIENT_SECRET', 'Client secret of the app whose tokens rotate'),
  rotating: z.enum(['bot', 'user']).default('bot').meta(about('Whose token the token file keeps')),
  readChannels: z
    .array(ListedId)
    .default([])
    .meta(
      about('Read only these channels, by id; by default all that the token sees', { placeholder: 'ID,…' }),
    ),
  readDms: z.boolean().default(false).meta(about('Read direct messages and group direct messages')),
  postChannels: z
    .array(ListedId)
    .default([])
    .meta(
      about('Post to these channels, by id; without it there is no tool that posts', {
        placeholder: 'ID,…',
        changesTools: true,
      }),
    ),
  widerAudience: z
    .enum(['ask', 'refuse', 'allow'])
    .default('ask')
    .meta(
      about(
        'Posting where other people read than where the caller read something private, or in Slack Connect channels',
      ),
    ),
  rateMode: z
    .enum(['auto', 'standard', 'restricted'])
    .default('auto')
    .meta(
      about(
        'Whether Slack lets the app read history once a minute only, 15 messages at a time; auto finds out',
      ),
    ),
  cacheFolder: z
    .string()
    .optional()
    .meta(
      about('Folder to keep names of people in between runs; mode 0600', { placeholder: 'DIR', path: true }),
    ),
  maxFileBytes: z
    .int()
    .min(1_024)
    .max(52_428_800)
    .default(5_242_880)
    .meta(about('Largest file that is downloaded or uploaded, bytes')),
  apiUrl: z
    .url()
    .default('https://slack.com/api/')
    .meta(about("Slack's API; another one for GovSlack", { placeholder: 'URL' })),
  filesUrl: z
    .url()
    .default('https://files.slack.com/')
    .meta(about('The only place files are loaded from and sent to', { placeholder: 'URL' })),
  workspaces: z
    .record(z.string().regex(/^[a-z][a-z0-9_-]{0,30}$/), WorkspaceInput)
    .optional()
    .meta(about('Several workspaces by alias; in the config file', { placeholder: 'MAP' })),
});

export type Config = z.output<typeof config>;
