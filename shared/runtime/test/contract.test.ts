import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { describeServerContract, nodeCommand } from '../../testing/src/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'notes-contract-'));
afterAll(() => rmSync(folder, { recursive: true }));

const waiting = (waitMs: number) => {
  const mark = join(folder, String(waitMs));
  return { tool: 'slow_note', args: { waitMs, mark }, underWay: () => existsSync(mark) };
};

describeServerContract({
  name: 'notes',
  bin: nodeCommand(fileURLToPath(new URL('support/notes-bin.ts', import.meta.url))),
  expectedTools: ['read_note', 'write_note', 'delete_note', 'slow_note', 'big_note', 'broken_note'],
  readTools: ['read_note', 'slow_note', 'big_note', 'broken_note'],
  documents: { 'note:///{+title}': ['read_note'], summarize_note: ['read_note'] },
  sampleRead: { tool: 'read_note', args: { title: 'first' } },
  badArgument: { tool: 'read_note', args: { title: 7 }, argument: 'title' },
  sampleWrite: { tool: 'write_note', args: { title: 'new', body: 'text' } },
  sampleSlow: waiting(600_000),
  sampleBrief: waiting(800),
  sampleBig: { tool: 'big_note', args: { bytes: 5_000 } },
});
