import { expect, it } from 'vitest';
import { startSlack } from '../test-support.ts';

const argv = ['--post-channels', 'C0GENERAL1'];

it('shares text as a file', async () => {
  const { double, connect } = await startSlack();
  const { ok } = await connect({ argv });
  const args = { channel: 'C0GENERAL1', filename: 'log.txt', text: 'calm', comment: 'Read <!channel>' };
  expect(await ok('upload_file', args)).toMatchInlineSnapshot(`
    {
      "channel": "C0GENERAL1",
      "id": "F00000LFM0",
      "link": "https://harbour.slack.com/files/U0BOT00009/F00000LFM0/log.txt",
      "size": 4,
    }
  `);
  const file = [...double.world.files.values()].at(-1);
  expect(file).toMatchObject({ name: 'log.txt', content: Buffer.from('calm') });
  expect(double.world.channels.get('C0GENERAL1')?.messages.at(-1)?.text).toBe('Read &lt;!channel&gt;');
});

it('sends the token with no upload, and the bytes to no other host', async () => {
  const { double, proxy, connect } = await startSlack();
  const { ok, refused } = await connect({ argv });
  await ok('upload_file', { channel: 'C0GENERAL1', filename: 'a.bin', base64: 'AAEC' });
  const sent = proxy.seen.find(({ path }) => path.startsWith('/upload/'));
  expect(sent?.headers.authorization).toBeUndefined();
  double.world.filesUrl = 'https://evil.example';
  expect(await refused('upload_file', { channel: 'C0GENERAL1', filename: 'a', text: 'a' })).toMatchObject({
    code: 'unsupported',
    message: expect.stringContaining('nothing was sent'),
  });
});

it('refuses what is too large, empty, or to go where it may not', async () => {
  const { connect } = await startSlack();
  const { refused } = await connect({ argv: [...argv, '--max-file-bytes', '2000'] });
  const args = { channel: 'C0GENERAL1', filename: 'a.txt' };
  expect(await refused('upload_file', { ...args, text: 'x'.repeat(2_001) })).toMatchObject({
    code: 'too_large',
  });
  expect(await refused('upload_file', args)).toMatchObject({ code: 'invalid_arguments' });
  expect(await refused('upload_file', { ...args, text: '' })).toMatchObject({ code: 'invalid_arguments' });
  expect(await refused('upload_file', { ...args, filename: '../a', text: 'a' })).toMatchObject({
    code: 'invalid_arguments',
  });
  for (const turned of [{ filename: 'bill\u202etxt.exe' }, { title: 'bill\u2067txt.exe' }]) {
    expect(await refused('upload_file', { ...args, ...turned, text: 'a' })).toMatchObject({
      code: 'invalid_arguments',
      message: 'filename and title may not turn the direction of text.',
    });
  }
  expect(await refused('upload_file', { ...args, channel: 'C0CREW0003', text: 'a' })).toMatchObject({
    code: 'forbidden',
  });
});

it('says which file to look for when the last answer is lost', async () => {
  const { double, proxy, connect } = await startSlack();
  const { refused } = await connect({ argv });
  proxy.script({ kind: 'reset', when: 'after', path: '/api/files.completeUploadExternal' });
  const error = await refused('upload_file', { channel: 'C0GENERAL1', filename: 'a.txt', text: 'a' });
  const made = [...double.world.files.keys()].at(-1);
  expect(error).toMatchObject({
    data: { outcome: 'unknown', file: made },
    next: expect.stringContaining('list_files'),
  });
  expect(double.calls.filter(({ method }) => method === 'files.completeUploadExternal')).toHaveLength(1);
});
