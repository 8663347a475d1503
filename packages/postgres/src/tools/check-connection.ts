import * as z from 'zod';
import { checkConnection } from '../activity/check-connection.ts';
import { defineSourceTool } from './define-source-tool.ts';

export const checkConnectionTool = defineSourceTool({
  name: 'check_connection',
  title: 'Check Connection',
  toolset: 'health',
  description: 'Server, TLS, what the role may do, effective limits, and the SQL for a safer role.',
  effect: 'read',
  anyRole: true,
  input: {},
  output: z.looseObject({
    server: z.string(),
    role: z.string(),
    problems: z.array(z.string()),
    fix: z.string().optional(),
  }),
  run: (_input, source, options) => checkConnection(source, options),
});
