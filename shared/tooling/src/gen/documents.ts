import { auditPage } from './audit-page.ts';
import { readmeFigures } from './bench-table.ts';
import { errorPage } from './error-page.ts';
import type { GeneratedFile } from './files.ts';
import { findServers } from './find-servers.ts';
import { policyFiles } from './policy-page.ts';
import { serverPage, serverReadme } from './server-pages.ts';

/** Every generated file as it should be. */
export async function documents(root: string): Promise<readonly GeneratedFile[]> {
  const servers = await findServers(root);
  const readmes = await Promise.all(servers.map((server) => serverReadme(root, server)));
  return [
    ...readmes.flat(),
    ...servers.map(serverPage),
    errorPage(),
    ...policyFiles(),
    await auditPage(root),
    await readmeFigures(root),
  ];
}
