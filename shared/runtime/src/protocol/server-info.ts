import type { ServerModule } from '../definition/server.ts';

/** How a server introduces itself to clients. */
export const serverInfo = ({ name, title, version }: Pick<ServerModule, 'name' | 'title' | 'version'>) => ({
  name: `portolan-${name}`,
  title,
  version,
});
