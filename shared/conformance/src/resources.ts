import { defineResource } from '@portolan/runtime';
import { pngBase64 } from './samples.ts';

const fixed = (name: string, mimeType: string, content: { text: string } | { blob: string }) =>
  defineResource({
    name,
    title: name,
    description: `The resource ${name} of the suite.`,
    needs: [],
    uri: `test://${name}`,
    mimeType,
    read: async (_variables, _context, uri) => [{ uri, mimeType, ...content }],
  });

export const resources = [
  fixed('static-text', 'text/plain', { text: 'This is the content of the static text resource.' }),
  fixed('static-binary', 'image/png', { blob: pngBase64 }),
  fixed('watched-resource', 'text/plain', { text: 'Watched resource content' }),
  defineResource({
    name: 'template',
    title: 'template',
    description: 'A template of the suite.',
    needs: [],
    uri: 'test://template/{id}/data',
    mimeType: 'application/json',
    read: async ({ id }, _context, uri) => [
      { uri, mimeType: 'application/json', text: JSON.stringify({ id, templateTest: true }) },
    ],
  }),
];
