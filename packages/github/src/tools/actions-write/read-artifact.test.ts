import { startLocalServer } from '@portolan/testing';
import { expect, it, onTestFinished } from 'vitest';
import { zipOf } from '../../archive/test-support.ts';
import { json } from '../../faults/test-support.ts';
import { connectBehindProxy } from '../../test-support.ts';

const place = { owner: 'octo', repo: 'harbour' };
const zip = /\/actions\/artifacts\/5\/zip$/;

/** A client whose artifact 5 is this archive, kept on a host of blobs. */
async function connectArtifact(archive: Buffer) {
  const connected = await connectBehindProxy();
  const seen: (string | undefined)[] = [];
  const server = await startLocalServer((request, response) => {
    seen.push(request.headers.authorization);
    response.end(archive);
  });
  onTestFinished(() => server.close());
  const location = `${server.url}/zip`;
  connected.proxy.script({ kind: 'status', status: 302, path: zip, headers: { location }, times: 9 });
  const read = (args: object = {}) => connected.ok('read_artifact', { ...place, artifact_id: 5, ...args });
  const refuse = (args: object = {}) =>
    connected.refused('read_artifact', { ...place, artifact_id: 5, ...args });
  return { ...connected, read, refuse, seen };
}

const report = Buffer.from(
  `${Array.from({ length: 3_000 }, (_, n) => `line ${n + 1} \u001b[1mok\u001b[0m`).join('\n')}\n`,
);

it('lists artifacts, their entries, and reads one, without the token', async () => {
  const { ok, proxy, read, seen } = await connectArtifact(zipOf({ path: 'out/report.txt', data: report }));
  const artifacts = [{ id: 5, name: 'report\u{202e}', size_in_bytes: 9, expired: false }];
  proxy.script(json(/\/runs\/7\/artifacts/, { total_count: 1, artifacts }));
  expect(await ok('read_artifact', { ...place, run_id: 7 })).toMatchObject({
    artifacts: [{ id: 5, name: 'report', bytes: 9 }],
  });
  expect(await read()).toMatchInlineSnapshot(`
    {
      "entries": [
        {
          "bytes": 61893,
          "path": "out/report.txt",
        },
      ],
      "entryCount": 1,
      "truncated": false,
      "untrusted": [
        "path",
      ],
    }
  `);
  const first = await read({ path: 'out/report.txt' });
  expect(first).toMatchObject({ text: expect.stringMatching(/^line 1 ok\nline 2 ok\n/), truncated: true });
  expect(await read({ path: 'out/report.txt', offset: first.nextOffset })).toMatchObject({
    text: expect.stringMatching(/^line 501 ok\n/),
  });
  expect(await read({ path: 'out/report.txt', grep: 'line 2999' })).toMatchObject({ matches: 1 });
  expect(new Set(seen)).toEqual(new Set([undefined]));
});

it('tells of names that lead elsewhere, and writes nothing', async () => {
  const data = Buffer.from('boo\n');
  const { read } = await connectArtifact(
    zipOf(
      { path: '../../etc/passwd', data },
      { path: '/abs', data },
      { path: 'C:\\x', data },
      { path: 'a\u{202e}b', data },
    ),
  );
  expect((await read()).entries).toEqual([
    { path: '../../etc/passwd', bytes: 4, unsafe: true },
    { path: '/abs', bytes: 4, unsafe: true },
    { path: expect.stringContaining('C:'), bytes: 4, unsafe: true },
    { path: 'a\\u{202e}b', bytes: 4 },
  ]);
  expect(await read({ path: '../../etc/passwd' })).toMatchObject({ text: 'boo' });
});

it('unpacks a bomb no further than an answer has room', async () => {
  const bomb = Buffer.concat([Buffer.from('start\n'), Buffer.alloc(200 * 1024 * 1024, '0\n')]);
  const archive = zipOf({ path: 'bomb', data: bomb });
  expect(archive.length).toBeLessThan(400_000);
  const { read } = await connectArtifact(archive);
  expect(await read({ path: 'bomb' })).toMatchObject({
    text: expect.stringMatching(/^start\n0\n/),
    truncated: true,
  });
});

it('walks so many entries of an archive and no further, folders among them', async () => {
  const nothing = Buffer.alloc(0);
  const folders = Array.from({ length: 20_000 }, (_, index) => ({ path: `${index}/`, data: nothing }));
  const { read, refuse } = await connectArtifact(zipOf(...folders, { path: 'last', data: report }));
  const found = await read();
  expect(found).toMatchObject({ entryCount: 0, truncated: true });
  expect(found).not.toHaveProperty('entries');
  expect(await refuse({ path: 'last' })).toMatchObject({
    code: 'not_found',
    message: expect.stringContaining('in its first 20000'),
  });
});

it('says what is wrong with an archive: none, broken, lying about a size, an entry that is not there', async () => {
  const none = await connectArtifact(Buffer.from('not a zip'));
  expect(await none.refuse()).toMatchObject({ code: 'unsupported' });
  const lying = await connectArtifact(zipOf({ path: 'a', data: report, claims: 10 }));
  expect(await lying.refuse({ path: 'a', grep: 'x' })).toMatchObject({ code: 'unsupported' });
  expect(await lying.refuse({ path: 'b' })).toMatchObject({ code: 'not_found' });
  const whole = zipOf({ path: 'a', data: report });
  const cut = await connectArtifact(whole.subarray(0, whole.length - 10));
  expect(await cut.refuse()).toMatchObject({ code: 'unsupported' });
});
