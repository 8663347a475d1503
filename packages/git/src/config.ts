import type { SettingMeta } from '@portolan/runtime';
import * as z from 'zod';

const about = (description: string, rest: SettingMeta = {}) => ({ ...rest, description });

/** The settings of this server alone; every server also has the common ones. */
export const config = z.object({
  repositories: z
    .array(z.string())
    .default(['.'])
    .meta(
      about('Repositories, or folders with repositories, to serve; the current folder by default', {
        positional: true,
        check: 'directory',
        placeholder: 'DIR',
      }),
    ),
  authorName: z
    .string()
    .optional()
    .meta(about('Name in commits; by default what the repository or your own git settings say')),
  authorEmail: z
    .string()
    .optional()
    .meta(about('E-mail in commits; by default what the repository or your own git settings say')),
  allowHooks: z.boolean().default(false).meta(about('Run the hooks of the repositories')),
  trustOwners: z
    .boolean()
    .default(false)
    .meta(about('Serve repositories whose folders belong to other users')),
  remoteProtocols: z
    .array(z.enum(['https', 'ssh', 'http', 'git', 'file']))
    .default(['https', 'ssh'])
    .meta(about('Protocols that remotes may use; file only inside the folders served')),
  credentialHelper: z
    .string()
    .optional()
    .meta(about('Program that gives credentials for remotes; those of repositories never run')),
  allowForcePush: z
    .boolean()
    .default(false)
    .meta(about('Let push_force replace remote branches, with a lease')),
});

export type Settings = z.output<typeof config>;
