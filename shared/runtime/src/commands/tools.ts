import { assemble } from '../assembly/assemble.ts';
import type { ServerModule } from '../definition/server.ts';
import { localCaller } from '../protocol/connection.ts';
import { loadSettings } from '../settings/load.ts';
import { offeredTools } from './offered-tools.ts';

/** Prints the tools as the current settings offer them: a table for people, or MCP's own listing. */
export async function tools(server: ServerModule, argv: readonly string[]): Promise<number> {
  const json = argv.includes('--json');
  const settings = await loadSettings(server, {
    argv: argv.filter((word) => word !== '--json'),
    env: process.env,
  });
  const assembly = await assemble(server, { ...settings, common: { ...settings.common, audit: 'off' } });
  const { engine } = assembly;
  const listed = engine.tools.list(localCaller);
  if (json) process.stdout.write(`${JSON.stringify({ tools: listed }, null, 2)}\n`);
  else {
    for (const { name, title } of listed) {
      const { effect = '', toolset = '' } = engine.tools.known(localCaller, name) ?? {};
      process.stdout.write(`${name.padEnd(28)} ${effect.padEnd(8)} ${toolset.padEnd(12)} ${title}\n`);
    }
  }
  for (const doubt of offeredTools(assembly).doubts) process.stderr.write(`${doubt}\n`);
  await assembly.close();
  return 0;
}
