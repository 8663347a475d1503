import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import {
  auditRecords,
  clientKinds,
  connect,
  createTempFolder,
  expectFailure,
  nodeCommand,
  startHttpServer,
  type TestClient,
} from '../../testing/src/index.ts';

const bin = fileURLToPath(new URL('support/asking-bin.ts', import.meta.url));

describe.each(clientKinds)('a call of %s that asks its user', (kind) => {
  describe.each(['stdio', 'HTTP'] as const)('on %s', (transport) => {
    async function withClient(
      flags: readonly string[],
      use: (client: TestClient, asked: readonly string[]) => Promise<void>,
    ) {
      await using folder = await createTempFolder();
      const file = `${folder.path}/audit.jsonl`;
      const command = nodeCommand(bin, '--audit', file, ...flags);
      const asked: string[] = [];
      const elicit = ({ message }: { readonly message: string }) => {
        asked.push(message);
        return { action: 'accept' as const, content: { said: 'any' } };
      };
      await using http = transport === 'HTTP' ? await startHttpServer(command) : undefined;
      const client = await connect(kind, http ?? { command }, { elicit });
      await use(client, asked);
      await client.close();
      if (!http) return auditRecords(file);
      http.process.signal('SIGTERM');
      await http.process.ended;
      return auditRecords(file);
    }

    test('runs twice: up to the question, and from the start with the answers', async () => {
      const records = await withClient(['--rate-limit', 'off'], async (client, asked) => {
        const answer = await client.callTool('book_table', {});
        expect(answer.structuredContent).toEqual({
          did: ['looked', 'looked', 'booked'],
          answers: ['accept', 'accept'],
        });
        expect(asked.toSorted()).toEqual(['Which day?', 'Which time?']);
      });
      // Each round is recorded, so that the log shows when somebody was asked.
      expect(records.map(({ phase, status }) => [phase, status])).toEqual([
        ['intent', undefined],
        ['outcome', 'input_required'],
        ['intent', undefined],
        ['outcome', 'ok'],
      ]);
    });

    test('counts twice against the rate limit', async () => {
      await withClient(['--rate-limit', '3/min'], async (client, asked) => {
        expect((await client.callTool('book_table', {})).isError).toBeFalsy();
        // The third is the question, the fourth would be the answer.
        expectFailure(await client.callTool('book_table', {}), 'rate_limited');
        expect(asked).toHaveLength(4);
      });
    });
  });
});
