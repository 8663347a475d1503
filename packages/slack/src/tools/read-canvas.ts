import { fail } from '@portolan/runtime';
import { peopleText } from '@portolan/runtime/untrusted-text';
import * as z from 'zod';
import { download } from '../files/download.ts';
import { isCanvas, openFile } from '../files/file-facts.ts';
import { pageText } from '../reading/page-text.ts';
import { defineSlackTool } from './define-slack-tool.ts';

const Sections = z.looseObject({ sections: z.array(z.looseObject({ id: z.string() })) });
const longestCanvas = 100_000;

export const readCanvas = defineSlackTool({
  name: 'read_canvas',
  title: 'Read Canvas',
  toolset: 'canvas',
  description: 'The text of a canvas. find: also the ids of the sections that hold a text, for write_canvas.',
  effect: 'read',
  input: { canvas: z.string().max(1_000), find: z.string().min(1).max(200).optional() },
  output: z.looseObject({ id: z.string(), title: z.string(), text: z.string() }),
  run: async ({ canvas, find }, session, context) => {
    const { files, filesUrl, maxFileBytes: maxBytes, signal } = context;
    const file = await openFile(session, canvas, context);
    if (!isCanvas(file)) fail('unsupported', 'The file is no canvas.', { next: 'Read it with read_file.' });
    const page = await download(session, file, { files, filesUrl, maxBytes, signal });
    const criteria = { canvas_id: file.id, criteria: { contains_text: find ?? '' } };
    const sections =
      find === undefined
        ? undefined
        : await session.call('canvases.sections.lookup', criteria, Sections, signal);
    return {
      id: file.id,
      title: peopleText(file.title ?? '', 500).text,
      ...peopleText(pageText(page.text()), longestCanvas),
      ...(sections && { sections: sections.sections.map(({ id }) => id) }),
      untrusted: ['title', 'text'],
    };
  },
});
