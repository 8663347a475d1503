import type { Tool } from '@modelcontextprotocol/client';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect } from 'vitest';

/** Longest description, characters: every tool's is in the model's context all the time. */
const MAX_DESCRIPTION = 600;

/** Expects everything a client and a model need to know of a tool. */
export function expectCompleteTool(tool: Tool): void {
  expect(tool.name).toMatch(/^[a-z][a-z0-9_]{0,63}$/);
  expect(tool.title, `title of ${tool.name}`).toBeTruthy();
  expect(tool.description?.length ?? 0, `description of ${tool.name}`).toBeGreaterThan(0);
  expect(tool.description?.length ?? 0, `description of ${tool.name}`).toBeLessThanOrEqual(MAX_DESCRIPTION);
  expect(tool.inputSchema).toMatchObject({ type: 'object', additionalProperties: false });
  expect(tool.outputSchema, `output schema of ${tool.name}`).toMatchObject({ type: 'object' });
  expect(tool.annotations).toMatchObject({
    readOnlyHint: expect.any(Boolean),
    destructiveHint: expect.any(Boolean),
    openWorldHint: expect.any(Boolean),
  });
  if (tool.annotations?.readOnlyHint) expect(tool.annotations).not.toHaveProperty('idempotentHint');
  schemaCheck(tool.inputSchema);
  schemaCheck(tool.outputSchema ?? {});
}

/** Expects structured output to be what the tool's schema promises. */
export function expectValidOutput(tool: Tool | undefined, output: unknown): void {
  const validate = schemaCheck(tool?.outputSchema ?? {});
  expect(validate(output), JSON.stringify(validate.errors)).toBe(true);
}

/** @throws Error when the schema is not valid JSON Schema 2020-12 */
function schemaCheck(schema: object) {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  return ajv.compile(schema);
}
