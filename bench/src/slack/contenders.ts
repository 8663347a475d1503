import type { SlackDouble } from '@portolan/doubles/slack';
import { type LaunchOptions, launchPackage } from '../stdio/launch.ts';
import { redirected } from '../stdio/launch-redirected.ts';
import type { TlsProxy } from './tls-proxy.ts';

export const OFFICIAL = '@modelcontextprotocol/server-slack';
export const KOROTOVSKY = 'slack-mcp-server';
export const OURS = '@portolan/slack';

/** It knows slack.com only. */
export const serverSlack = (folder: string, { url, botToken, world }: SlackDouble) =>
  launchPackage(folder, OFFICIAL, {
    env: {
      SLACK_BOT_TOKEN: botToken,
      SLACK_TEAM_ID: world.team.id,
      ...redirected('https://slack.com', url),
    },
  });

/** Its npm package starts a program in Go. It keeps what it reads at its start below the home folder. */
export const korotovsky = (folder: string, { botToken }: SlackDouble, proxy: TlsProxy, home = folder) =>
  launchPackage(folder, KOROTOVSKY, {
    env: {
      HOME: home,
      SLACK_MCP_XOXB_TOKEN: botToken,
      SLACK_MCP_PROXY: proxy.url,
      SLACK_MCP_SERVER_CA: proxy.certificate,
    },
  });

export const portolan = (folder: string, { url, botToken }: SlackDouble, options: LaunchOptions = {}) =>
  launchPackage(folder, OURS, {
    ...options,
    args: ['--api-url', `${url}/api/`, '--files-url', url],
    env: { SLACK_BOT_TOKEN: botToken },
  });
