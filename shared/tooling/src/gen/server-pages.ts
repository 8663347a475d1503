import { join } from 'node:path';
import type { ServerModule } from '@portolan/runtime';
import { type GeneratedFile, textOf } from './files.ts';
import { generatedNotice, replaceSection } from './markdown.ts';
import {
  documentTable,
  everyServerSettingsTable,
  ownSettingsTable,
  toolSections,
  toolsetList,
  toolTable,
} from './server-tables.ts';

/**
 * The tables in a server's README; none while it has no README, which only a private package may lack.
 *
 * @throws Error when a marker is missing in it
 */
export async function serverReadme(root: string, server: ServerModule): Promise<readonly GeneratedFile[]> {
  const path = `packages/${server.name}/README.md`;
  const text = await textOf(join(root, path));
  if (text === undefined) return [];
  const sections = [
    ['tools', [toolsetList(server), toolTable(server), documentTable(server)].filter(Boolean).join('\n\n')],
    ['settings', ownSettingsTable(server)],
    ['every-server-settings', everyServerSettingsTable(server)],
  ] as const;
  return [{ path, text: sections.reduce((so, [name, content]) => replaceSection(so, name, content), text) }];
}

/** The reference page of a server. */
export function serverPage(server: ServerModule): GeneratedFile {
  const documents = documentTable(server);
  const text = `${generatedNotice(`packages/${server.name}/src/server.ts`)}

# ${server.title}

${server.description}

Package \`@portolan/${server.name}\`, command \`portolan-${server.name}\`.

## Toolsets

${toolsetList(server)}

## Tools

${toolSections(server)}
${documents ? `\n## Resources and prompts\n\n${documents}\n` : ''}
## Settings of this server

A flag wins over the environment, the environment over the file named by \`--config\`, the file over the default. In that file a setting is called by its flag, without the dashes.

${ownSettingsTable(server)}

## Settings of every server

${everyServerSettingsTable(server)}
`;
  return { path: `docs/reference/${server.name}.md`, text };
}
