import { type LaunchOptions, launchPackage } from '../stdio/launch.ts';

export const PEER = '@cyanheads/git-mcp-server';
export const OURS = '@portolan/git';

export const cyanheads = (folder: string, repository: string) =>
  launchPackage(folder, PEER, { env: { MCP_TRANSPORT_TYPE: 'stdio', GIT_BASE_DIR: repository } });

export const portolan = (
  folder: string,
  repository: string,
  flags: readonly string[] = [],
  options: LaunchOptions = {},
) => launchPackage(folder, OURS, { ...options, args: [...flags, repository] });
