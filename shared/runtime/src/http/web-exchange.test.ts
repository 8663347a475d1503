import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import { sendWebResponse } from './web-exchange.ts';

test('every event of a stream that ends at once arrives', async () => {
  const events = ['data: 1\n\n', 'data: 2\n\n', 'data: 3\n\n'];
  const server = createServer((_request, response) => {
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const event of events) controller.enqueue(new TextEncoder().encode(event));
        controller.close();
      },
    });
    const answer = new Response(stream, { headers: { 'content-type': 'text/event-stream' } });
    void sendWebResponse(answer, response, new AbortController().signal);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  for (let round = 0; round < 3; round++) {
    const answer = await fetch(`http://127.0.0.1:${port}/`);
    expect(await answer.text()).toBe(events.join(''));
  }
  server.closeAllConnections();
  server.close();
});
