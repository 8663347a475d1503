import { launchPackage } from '../stdio/launch.ts';

export const OFFICIAL = '@modelcontextprotocol/server-filesystem';
export const OURS = '@portolan/filesystem';

export function createContenders(folder: string) {
  return {
    official: (served: string) => launchPackage(folder, OFFICIAL, { args: [served] }),
    /** As it is published, with default settings unless flags say otherwise. */
    ours: (served: string, ...flags: string[]) => launchPackage(folder, OURS, { args: [served, ...flags] }),
    /** The first start on a machine: nothing compiled before. */
    oursCold: (served: string, temporary: string) =>
      launchPackage(folder, OURS, { args: [served], temporary }),
  };
}
