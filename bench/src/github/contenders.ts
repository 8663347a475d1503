import { type LaunchOptions, launchPackage } from '../stdio/launch.ts';
import { redirected } from '../stdio/launch-redirected.ts';
import type { GitHubWorld } from './world.ts';

export const PEER = '@modelcontextprotocol/server-github';
export const OURS = '@portolan/github';

/** It knows api.github.com only. */
export const serverGithub = (folder: string, { double, token }: GitHubWorld) =>
  launchPackage(folder, PEER, {
    env: { GITHUB_PERSONAL_ACCESS_TOKEN: token, ...redirected('https://api.github.com', double.url) },
  });

export const portolan = (folder: string, { double, token }: GitHubWorld, options: LaunchOptions = {}) =>
  launchPackage(folder, OURS, {
    ...options,
    args: ['--api-url', double.url, '--allow-local-host'],
    env: { GITHUB_TOKEN: token },
  });
