import { text } from '@portolan/runtime';
import * as z from 'zod';
import { checksumAlgorithms } from '../reading/checksum.ts';
import { defineFileTool } from './define-file-tool.ts';

export const getChecksum = defineFileTool({
  name: 'get_checksum',
  title: 'Get Checksum',
  toolset: 'inspect',
  description: 'The checksum of a whole file of any size.',
  effect: 'read',
  input: z.object({ path: z.string(), algorithm: z.enum(checksumAlgorithms).default('sha256') }),
  output: z.object({ algorithm: z.string(), checksum: z.string(), size: z.number() }),
  paths: ({ path }) => [path],
  render: ({ algorithm, checksum, size }) => [text(`${algorithm} ${checksum} (${size} bytes)`)],
  run: ({ path, algorithm }, files, { signal }) => files.checksum(path, algorithm, signal),
});
