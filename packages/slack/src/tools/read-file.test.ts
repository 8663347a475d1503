import { addFile } from '@portolan/doubles/slack';
import { startLocalServer } from '@portolan/testing';
import { expect, it, onTestFinished } from 'vitest';
import { startSlack } from '../test-support.ts';

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const channels = ['C0GENERAL1'];

it('reads text, in parts', async () => {
  const { connect } = await startSlack();
  const { ok } = await connect();
  expect(await ok('read_file', { file: 'F0TIDES001' })).toMatchInlineSnapshot(`
    {
      "chars": 22,
      "id": "F0TIDES001",
      "link": "https://harbour.slack.com/files/U0ADA00001/F0TIDES001/tides.csv",
      "name": "tides.csv",
      "size": 22,
      "text": "time,height
    06:12,4.2
    ",
      "type": "text/csv",
      "untrusted": [
        "name",
        "text",
      ],
    }
  `);
  expect(await ok('read_file', { file: 'F0TIDES001', offset: 5, maxChars: 6 })).toMatchObject({
    text: 'height',
    nextOffset: 11,
  });
});

it('gives an image as an image', async () => {
  const { double, connect } = await startSlack();
  addFile(double.world, { id: 'F0PICTURE1', name: 'a.png', mimetype: 'image/png', content: png, channels });
  const { client } = await connect();
  const { content } = await client.callTool({ name: 'read_file', arguments: { file: 'F0PICTURE1' } });
  expect(content[1]).toEqual({ type: 'image', mimeType: 'image/png', data: png.toString('base64') });
});

it('loads nothing that is too large by what Slack says, and stops what is larger than Slack said', async () => {
  const { double, proxy, connect } = await startSlack();
  const file = addFile(double.world, {
    id: 'F0HUGE0001',
    name: 'huge.txt',
    mimetype: 'text/plain',
    content: Buffer.alloc(200_000, 'x'),
    claimedSize: 1_073_741_824,
    channels,
  });
  const { refused } = await connect({ argv: ['--max-file-bytes', '100000'] });
  expect(await refused('read_file', { file: file.id })).toMatchObject({
    code: 'too_large',
    data: { size: 1_073_741_824, maxBytes: 100_000 },
  });
  expect(proxy.seen.some(({ path }) => path.startsWith('/files-pri/'))).toBe(false);
  file.claimedSize = 10;
  expect(await refused('read_file', { file: file.id })).toMatchObject({ code: 'too_large' });
});

it('sends the token to no other host', async () => {
  const { double, connect } = await startSlack();
  const heard: unknown[] = [];
  const stranger = await startLocalServer((request, response) => {
    heard.push(request.headers.authorization);
    response.end('gotcha');
  });
  onTestFinished(() => stranger.close());
  addFile(double.world, {
    id: 'F0FOREIGN1',
    name: 'a.txt',
    mimetype: 'text/plain',
    content: Buffer.from('a'),
    urlPrivate: `${stranger.url}/files-pri/T0HARBOUR-F0FOREIGN1/a.txt`,
    channels,
  });
  const { refused } = await connect();
  expect(await refused('read_file', { file: 'F0FOREIGN1' })).toMatchObject({
    code: 'unsupported',
    message: expect.stringContaining('nothing was loaded'),
  });
  expect(heard).toEqual([]);
});

it('does not follow the file store to another host', async () => {
  const { proxy, connect } = await startSlack();
  proxy.script({
    kind: 'status',
    status: 302,
    headers: { location: 'http://127.0.0.1:1/' },
    path: /files-pri/,
  });
  const { refused } = await connect();
  expect(await refused('read_file', { file: 'F0TIDES001' })).toMatchObject({
    code: 'upstream_error',
    message: expect.stringContaining('redirected to another origin'),
  });
});

it('knows the page to sign in from a file', async () => {
  const { proxy, connect } = await startSlack();
  const page = '<!DOCTYPE html><html><head><title>Sign in | Slack</title></head><body></body></html>';
  proxy.script({
    kind: 'status',
    status: 200,
    headers: { 'content-type': 'text/html' },
    body: page,
    path: /files-pri/,
  });
  const { refused } = await connect();
  expect(await refused('read_file', { file: 'F0TIDES001' })).toMatchObject({
    code: 'permission_denied',
    next: expect.stringContaining('files:read'),
  });
});

it('reads no file that was shared in direct messages only, nor bytes that are no text', async () => {
  const { double, connect } = await startSlack();
  const dm = ['D0BENBOT07'];
  const content = Buffer.from([0xff, 0x00, 0x01]);
  addFile(double.world, { id: 'F0PAYROLL1', name: 'pay.txt', mimetype: 'text/plain', content, channels: dm });
  addFile(double.world, { id: 'F0BINARY01', name: 'b.txt', mimetype: 'text/plain', content, channels });
  addFile(double.world, { id: 'F0MOVIE001', name: 'm.mp4', mimetype: 'video/mp4', content, channels });
  const { refused } = await connect();
  expect(await refused('read_file', { file: 'F0PAYROLL1' })).toMatchObject({ code: 'forbidden' });
  expect(await refused('read_file', { file: 'F0BINARY01' })).toMatchObject({ code: 'unsupported' });
  expect(await refused('read_file', { file: 'F0MOVIE001' })).toMatchObject({ code: 'unsupported' });
});
