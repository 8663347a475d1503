import { ToolError } from '@portolan/runtime';
import { cleanProse } from '@portolan/runtime/untrusted-text';
import * as z from 'zod';
import { budgetIn, headersOf } from '../../client/rate-limit.ts';
import { present } from '../../schema/present.ts';
import type { ToolContext } from '../../services.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

export const getMe = defineGitHubTool({
  name: 'get_me',
  title: 'Get who you are',
  toolset: 'context',
  description: 'Account, rights, organizations, rate budget, policy.',
  effect: 'read',
  input: z.object({}),
  output: z.looseObject({ credential: z.string(), login: z.string().optional() }),
  untrusted: ['name'],
  async run(_input, context) {
    const { credential, github, abilities, caller } = context;
    const who = credential.kind === 'app_installation' ? await installation(context) : await account(context);
    const { scopes, permissions } = abilities.of(caller) ?? {};
    return {
      credential: credential.kind,
      host: github.host,
      ...who,
      ...present({ scopes, permissions, policy: policyOf(context) }),
    };
  },
});

async function account(context: ToolContext) {
  const { data, headers } = await context.request('GET /user');
  return {
    login: data.login,
    ...present({
      name: data.name && cleanProse(data.name),
      rate: budgetIn(headersOf(headers)),
    }),
    ...(await organizations(context)),
  };
}

/** Logins, and how many organizations want single sign-on first; nothing for a credential that may not ask. */
async function organizations({ request }: ToolContext) {
  try {
    const { data, headers } = await request('GET /user/orgs', { per_page: 100 });
    const sso = headersOf(headers).get('x-github-sso') ?? '';
    const hidden = /^partial-results; organizations=([\d,]+)$/.exec(sso)?.[1];
    return present({
      organizations: data.map(({ login }) => login),
      organizations_behind_sso: hidden?.split(',').length,
    });
  } catch (error) {
    if (error instanceof ToolError && (error.code === 'permission_denied' || error.code === 'not_found'))
      return {};
    throw error;
  }
}

/** An installation is no user: what it has is repositories. */
async function installation({ request }: ToolContext) {
  const { data, headers } = await request('GET /installation/repositories', { per_page: 1 });
  return present({ repositories: data.total_count, rate: budgetIn(headersOf(headers)) });
}

const policyOf = ({ settings }: ToolContext) => [
  ...(settings.lockdown ? ['lockdown'] : []),
  ...(settings.allowDeleteRepository ? ['delete_repository'] : []),
];
