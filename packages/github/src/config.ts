import { callerTokenSettings, type SettingMeta, secret } from '@portolan/runtime';
import * as z from 'zod';

const about = (description: string, rest: SettingMeta = {}) => ({ ...rest, description });

/** The settings of this server alone; every server also has the common ones. */
export const config = z.object({
  token: secret('GITHUB_TOKEN', 'Token to work with, classic or fine-grained'),
  personalAccessToken: secret('GITHUB_PERSONAL_ACCESS_TOKEN', 'The same under its other customary name'),
  appId: z
    .string()
    .optional()
    .meta(about('GitHub App to work as, in place of a token', { env: 'GITHUB_APP_ID', placeholder: 'ID' })),
  appPrivateKey: z
    .string()
    .optional()
    .meta(
      about('Private key of that App, PEM', {
        env: 'GITHUB_APP_PRIVATE_KEY_FILE',
        placeholder: 'FILE',
        path: true,
      }),
    ),
  appInstallation: z
    .string()
    .optional()
    .meta(
      about('Installation of that App to work as', { env: 'GITHUB_APP_INSTALLATION_ID', placeholder: 'ID' }),
    ),
  tenants: z
    .string()
    .optional()
    .meta(
      about('File that gives each caller over HTTP a credential of its own, JSON', {
        placeholder: 'FILE',
        path: true,
      }),
    ),
  ...callerTokenSettings,
  githubHost: z
    .string()
    .default('github.com')
    .meta(
      about('GitHub to work with: github.com, SUBDOMAIN.ghe.com or an Enterprise Server', {
        env: 'GH_HOST',
        placeholder: 'HOST',
      }),
    ),
  apiUrl: z
    .string()
    .optional()
    .meta(
      about('Address of the API, where it does not follow from the host', {
        env: 'GITHUB_API_URL',
        placeholder: 'URL',
      }),
    ),
  allowLocalHost: z.boolean().default(false).meta(about('Allow an API on this machine, also without TLS')),
  attemptTimeoutMs: z
    .int()
    .min(100)
    .max(600_000)
    .default(10_000)
    .meta(about('How long GitHub may take for one request, milliseconds')),
  lockdown: z
    .boolean()
    .default(false)
    .meta(about('Show only content by people who may push to the repository')),
  allowDeleteRepository: z
    .boolean()
    .default(false)
    .meta(about('Offer delete_repository', { changesTools: true })),
  rawPaths: z
    .array(z.string())
    .default([])
    .meta(about('Paths that get_api may get, as /repos/*/*/topics', { placeholder: 'PATTERN,…' })),
});

export type Settings = z.output<typeof config>;
