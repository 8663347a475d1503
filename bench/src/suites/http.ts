import { http as section } from '../http/section.ts';
import type { Suite } from '../model.ts';
import { packageVersions } from '../packages.ts';

export const http: Suite = {
  title: 'The runtime over HTTP beside the plain SDK',
  versions: () =>
    packageVersions('@portolan/runtime', '@modelcontextprotocol/server', '@modelcontextprotocol/node'),
  sections: { http: section },
};
