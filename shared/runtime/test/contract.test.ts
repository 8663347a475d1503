import { fileURLToPath } from 'node:url';
import { describeServerContract, nodeCommand } from '../../testing/src/index.ts';

describeServerContract({
  name: 'notes',
  bin: nodeCommand(fileURLToPath(new URL('support/notes-bin.ts', import.meta.url))),
  expectedTools: ['read_note', 'write_note', 'delete_note', 'slow_note', 'big_note', 'broken_note'],
  readTools: ['read_note', 'slow_note', 'big_note', 'broken_note'],
  documents: { 'note:///{+title}': ['read_note'], summarize_note: ['read_note'] },
  sampleRead: { tool: 'read_note', args: { title: 'first' } },
  badArgument: { tool: 'read_note', args: { title: 7 }, argument: 'title' },
  sampleWrite: { tool: 'write_note', args: { title: 'new', body: 'text' } },
  sampleSlow: { tool: 'slow_note', args: { waitMs: 20_000 } },
  sampleBrief: { tool: 'slow_note', args: { waitMs: 800 } },
  sampleBig: { tool: 'big_note', args: { bytes: 5_000 } },
});
