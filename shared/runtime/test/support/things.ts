import * as z from 'zod';
import { defineServer } from '../../src/definition/define-server.ts';
import { defineResource, type Resource } from '../../src/definition/resource.ts';

/** A server with one resource, `thing:///{name}`, and nothing else. */
export function serverOfThings(behaviour: Pick<Resource<unknown>, 'read' | 'complete' | 'watch'>) {
  const thing = defineResource({
    name: 'thing',
    title: 'Thing',
    description: '',
    uri: 'thing:///{name}',
    needs: [],
    ...behaviour,
  });
  return defineServer({
    name: 'things',
    title: 'Things',
    version: '1.0.0',
    description: '',
    toolsets: {},
    config: z.object({}),
    connect: () => ({}),
    tools: [],
    resources: [thing],
  });
}
