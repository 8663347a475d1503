import { readFile } from 'node:fs/promises';
import { fail, ToolError } from '@portolan/runtime';
import type { Upstream } from '@portolan/runtime/upstream';
import type { ApiAddress } from '../client/api-address.ts';
import { boundFetch } from '../client/bound-fetch.ts';
import type { AppSettings } from './tenants.ts';
import type { Credential } from './types.ts';

/** Gives the token of an installation of an App. */
export type AppTokens = (app: AppSettings) => Promise<Credential>;

/**
 * Makes tokens of GitHub Apps. One lives an hour and is kept until shortly before its end; one installation is
 * asked for at a time.
 *
 * @param signal aborts when the process shuts down: what several calls wait for must not end with one of them
 */
export function createAppTokens(upstream: Upstream, address: ApiAddress, signal: AbortSignal): AppTokens {
  const installations = new Map<string, Promise<() => Promise<Credential>>>();
  return async (app) => {
    const key = JSON.stringify(app);
    const known = installations.get(key) ?? open(app, upstream, address, signal);
    installations.set(key, known);
    try {
      return await (await known)();
    } catch (error) {
      // The key file may be mended while the server runs.
      installations.delete(key);
      throw error;
    }
  };
}

async function open(app: AppSettings, upstream: Upstream, { rest }: ApiAddress, signal: AbortSignal) {
  const privateKey = await readFile(app.privateKey, 'utf8').catch((cause: unknown) =>
    fail('permission_denied', 'The private key of the GitHub App cannot be read.', {
      next: 'Ask the operator to check the file that the settings name.',
      cause,
    }),
  );
  const [{ createAppAuth }, { createRequest }] = await Promise.all([
    import('../client/app-auth.ts'),
    import('../client/octokit.ts'),
  ]);
  // A second token for the same installation harms nobody.
  const choices = { idempotent: true, account: `App ${app.id}, installation ${app.installation}` };
  const fetch = boundFetch(upstream, { credential: undefined, signal, choices, seen: async () => {} });
  const request = createRequest({ baseUrl: rest, fetch, warn: () => {} });
  const auth = createAppAuth({ appId: app.id, privateKey, installationId: app.installation, request });
  let asking: Promise<Credential> | undefined;
  const ask = async (): Promise<Credential> => {
    try {
      const { token, permissions } = await auth({ type: 'installation' });
      return { secret: token, kind: 'app_installation', permissions };
    } catch (error) {
      throw appError(error);
    } finally {
      asking = undefined;
    }
  };
  return () => (asking ??= ask());
}

/** What is no error of GitHub's comes from the key itself, and its text may quote it. */
function appError(error: unknown): unknown {
  if (error instanceof ToolError) return error;
  return new ToolError(
    'permission_denied',
    'No token could be made with the private key of the GitHub App.',
    {
      next: 'Ask the operator to check that the key is the PEM file of this App.',
    },
  );
}
