import { beforeAll, describe, expect, it } from 'vitest';
import type { Answered, Incoming } from '../http/dispatch.ts';
import { json } from '../http/reply.ts';
import { route } from '../http/route.ts';
import { client, github } from '../test-support.ts';
import { ExchangeCheck } from './check-exchange.ts';
import { readDescription } from './description.ts';
import { expectValid } from './expect-valid.ts';

let check: ExchangeCheck;
beforeAll(() => {
  check = new ExchangeCheck(readDescription());
});

const label = {
  id: 1,
  node_id: 'x',
  url: 'https://x/y',
  name: 'bug',
  description: null,
  color: 'ff0000',
  default: false,
};

interface Exchange {
  readonly search?: string;
  readonly body?: string;
  readonly answer?: unknown;
  readonly status?: number;
}

/** What is said of one exchange on the labels of a repository. */
function said(
  method: string,
  { search = '', body = '', answer = [label], status = 200 }: Exchange = {},
): readonly string[] {
  const incoming: Incoming = {
    method,
    path: '/repos/o/r/labels',
    search,
    base: '',
    origin: '',
    keepBlob: () => '',
    isDescribed: () => true,
    headers: new Map([['content-type', 'application/json']]),
    raw: Buffer.from(body),
  };
  const answered: Answered = {
    reply: json(answer, status),
    route: route(`${method} /repos/{owner}/{repo}/labels`, () => json({})),
    params: new Map([['owner', 'o']]),
    credential: undefined,
  };
  return check
    .check(incoming, answered)
    .map(({ operation, side, message }) => `${operation} ${side} ${message}`);
}

describe('an exchange', () => {
  it('that is as described is not mentioned', () => {
    expect(said('GET')).toEqual([]);
    expect(said('GET', { search: '?per_page=100&page=2' })).toEqual([]);
    expect(said('POST', { body: '{"name":"bug","color":"ff0000"}', answer: label, status: 201 })).toEqual([]);
    expect(said('GET', { answer: { message: 'Not Found' }, status: 404 })).toEqual([]);
  });

  it.each([
    [
      'GET',
      { answer: [{ ...label, id: 'one' }] },
      'issues/list-labels-for-repo answer 200/0/id must be integer',
    ],
    ['GET', { answer: [{ ...label, color: undefined }] }, "must have required property 'color'"],
    ['GET', { answer: [{ ...label, name: null }] }, '200/0/name must be string'],
    ['GET', { status: 418 }, 'answered 418, which is not described'],
    ['GET', { search: '?perPage=3' }, 'request the query has perPage, which GitHub does not know'],
    ['GET', { search: '?per_page=many' }, 'query per_page=many must be integer'],
    ['GET', { body: '{}' }, 'has a body, which GitHub does not take'],
    [
      'POST',
      { body: '{"color":"ff0000"}', answer: label, status: 201 },
      "body must have required property 'name'",
    ],
    ['POST', { body: '{"name":"a","colour":"red"}', answer: label, status: 201 }, 'the body has colour'],
    ['POST', { body: '{', answer: label, status: 201 }, 'body must be object'],
    ['PUT', {}, 'PUT /repos/{owner}/{repo}/labels request GitHub has no such operation'],
  ])('%s with %j is reported', (method, exchange, message) => {
    expect(said(method, exchange)).toEqual([expect.stringContaining(message)]);
  });

  it('is checked as the double answers, and the end of a test says so', async () => {
    const double = await github();
    const { request } = client(double, double.token({ login: 'octo' }));
    await request('GET /user');
    expect(() => expectValid(double)).not.toThrow();
    await request('GET /user', { colour: 'red' });
    expect(() => expectValid(double)).toThrow('users/get-authenticated (request): the query has colour');
  });
});

it('knows the operations of GitHub', () => {
  expect(readDescription().lines.length).toBeGreaterThan(1000);
});
