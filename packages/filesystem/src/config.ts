import type { SettingMeta } from '@portolan/runtime';
import * as z from 'zod';
import { DEFAULT_MEDIA_BYTES } from './reading/read-media.ts';

const about = (description: string, rest: SettingMeta = {}) => ({ ...rest, description });

/** The settings of this server alone; every server also has the common ones. */
export const config = z.object({
  folders: z
    .array(z.string())
    .default([])
    .meta(
      about('Folders to serve; without one, those the client on stdio names as its roots', {
        positional: true,
        check: 'directory',
        placeholder: 'DIR',
      }),
    ),
  deny: z
    .array(z.string())
    .default([])
    .meta(about('Mask files that match, besides the usual places of secrets', { placeholder: 'GLOB,…' })),
  allow: z
    .array(z.string())
    .default([])
    .meta(about('Do not mask files that match', { placeholder: 'GLOB,…' })),
  allowSecrets: z
    .boolean()
    .default(false)
    .meta(about('Do not mask the usual places of secrets: .env, private keys, credentials')),
  maxFileBytes: z
    .int()
    .min(1)
    .max(40 * 1024 * 1024)
    .default(DEFAULT_MEDIA_BYTES)
    .meta(about('Largest file given as base64, bytes')),
  followSymlinks: z
    .enum(['inside', 'none'])
    .default('inside')
    .meta(about('Links to follow: those whose target is inside the folders, or none')),
  hardLinks: z
    .enum(['inside', 'allow'])
    .default('inside')
    .meta(about('Files with several names: only when all are inside the folders, or always')),
  trash: z
    .boolean()
    .default(true)
    .meta(about('Deleted things go to a trash folder, from where they can be restored')),
});
