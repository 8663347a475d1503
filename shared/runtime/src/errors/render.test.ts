import { expect, it } from 'vitest';
import { createRedactor } from '../redact/redactor.ts';
import { asToolError } from './as-tool-error.ts';
import { renderError } from './render.ts';
import { ToolError } from './tool-error.ts';

const redactor = createRedactor({ secrets: ['correct-horse-battery'] });
const render = (error: ToolError) => renderError(error, 'abc', redactor);

it('tells the model the code, what is wrong and what to do, and programs the same as data', () => {
  const error = new ToolError('conflict', 'a.txt has changed.', { next: 'Read it.', data: { line: 3 } });
  expect(render(error)).toEqual({
    content: [{ type: 'text', text: 'conflict: a.txt has changed. Read it.' }],
    isError: true,
    _meta: {
      'portolan/error': {
        code: 'conflict',
        message: 'a.txt has changed.',
        next: 'Read it.',
        retry: 'no',
        data: { line: 3 },
        traceId: 'abc',
      },
    },
  });
});

it('says when to try again', () => {
  const error = new ToolError('rate_limited', 'Too many calls.', { retryAfterMs: 0 });
  expect(render(error)._meta?.['portolan/error']).toMatchObject({ retry: 'later', retryAfterMs: 0 });
});

it('takes secrets out of the sentence, the next step and the data', () => {
  const said = 'The word is correct-horse-battery.';
  const error = new ToolError('unavailable', said, { next: said, data: { said } });
  expect(JSON.stringify(render(error))).not.toContain('correct-horse-battery');
});

it('tells nothing of what nobody foresaw but where to find it', () => {
  const rendered = render(asToolError(new TypeError('x is undefined in /srv/app.js')));
  expect(rendered.content).toEqual([
    {
      type: 'text',
      text: 'internal: The server failed while it ran this call. Report it with the trace id abc.',
    },
  ]);
});

it('takes an abort for a cancellation, and leaves an error of the catalogue as it is', () => {
  expect(asToolError(AbortSignal.abort().reason).code).toBe('cancelled');
  const known = new ToolError('busy', 'Wait.');
  expect(asToolError(known)).toBe(known);
});
