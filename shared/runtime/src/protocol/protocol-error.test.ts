import { expect, it } from 'vitest';
import { MissingAbility } from '../engine/request.ts';
import { UnknownName } from '../engine/unknown-name.ts';
import { ToolError } from '../errors/tool-error.ts';
import { createRedactor } from '../redact/redactor.ts';
import { isForeseen, protocolError as toldBy } from './protocol-error.ts';

const redactor = createRedactor();
const protocolError = (thrown: unknown, details?: Parameters<typeof toldBy>[2]) =>
  toldBy(thrown, redactor, details);

it.each([
  ['what the caller can mend', new ToolError('forbidden', 'No.'), -32_602, { code: 'forbidden' }],
  ['what the server must mend', new ToolError('unavailable', 'No.'), -32_603, { code: 'unavailable' }],
  [
    'a limit, with the wait',
    new ToolError('rate_limited', 'No.', { retryAfterMs: 5 }),
    -32_603,
    { code: 'rate_limited', retryAfterMs: 5 },
  ],
  ['a name nobody knows', new UnknownName('tool', 'reed', 'read'), -32_602, undefined],
])('tells %s by its code', (_what, thrown, code, data) => {
  expect(protocolError(thrown)).toMatchObject({ code, ...(data && { data }) });
  expect(isForeseen(thrown)).toBe(true);
});

it('says what to do next', () => {
  const error = protocolError(new ToolError('busy', 'The file is locked.', { next: 'Wait.' }));
  expect(error.message).toBe('The file is locked. Wait.');
});

it('names the resource that is not there', () => {
  const thrown = new ToolError('not_found', 'No such note.');
  expect(protocolError(thrown, { uri: 'note:///x' })).toMatchObject({ data: { uri: 'note:///x' } });
  expect(protocolError(thrown)).toMatchObject({ code: -32_602, data: { code: 'not_found' } });
});

it('names the ability that is missing', () => {
  const requiredCapabilities = { elicitation: {} };
  expect(protocolError(new MissingAbility('elicitation'))).toMatchObject({ data: { requiredCapabilities } });
});

it('tells nothing of what nobody foresaw', () => {
  const thrown = new Error('cannot read /srv/private');
  expect(isForeseen(thrown)).toBe(false);
  expect(protocolError(thrown).message).not.toContain('/srv/private');
});

it('shows no secret of an upstream', () => {
  const token = `ghp_${'a1B2'.repeat(9)}`;
  const thrown = new ToolError('upstream_error', `The service refused ${token}.`);
  expect(protocolError(thrown).message).not.toContain(token);
  const missing = new ToolError('not_found', `Nothing is at ${token}.`);
  expect(protocolError(missing, { uri: 'note:///x' }).message).not.toContain(token);
});

it('names the trace of a fault of the server', () => {
  const told = protocolError(new ToolError('internal', 'Failed.'), { traceId: 'f00d' });
  expect(told).toMatchObject({
    message: 'Failed. Report it with the trace id f00d.',
    data: { traceId: 'f00d' },
  });
});
