import type { Engine } from '../engine/engine.ts';
import type { Guarded } from '../engine/guarded.ts';
import { takeFromLimits } from '../engine/limits.ts';
import { promptList, resourceList, templateList } from './document-lists.ts';
import type { RequestSource } from './engine-request.ts';
import { protocolError } from './protocol-error.ts';
import type { Plain, Rounded } from './protocol-server.ts';
import type { Subscriptions } from './subscriptions.ts';
import { refuseCursor } from './whole-list.ts';

/** The connection that resources and prompts are served on. */
export interface DocumentsSource extends RequestSource {
  readonly engine: Engine;
  readonly rounded: Rounded;
  /** Runs a request that asks nobody anything. */
  readonly plain: Plain;
  /** Legacy subscriptions of this connection. */
  readonly subscriptions: Subscriptions;
}

/** Registers what a server offers beside tools, where it offers any. */
export function registerDocuments(source: DocumentsSource): void {
  const { resources, prompts } = source.engine.parts.server;
  if (resources.length > 0) registerResources(source);
  if (prompts.length > 0) registerPrompts(source);
  if (resources.length + prompts.length > 0) registerCompletion(source);
}

function registerResources({ server, engine, rounded, plain, subscriptions }: DocumentsSource): void {
  server.setRequestHandler('resources/list', ({ params }, context) =>
    plain(context, async (request) => unwrap(engine, await resourceList(engine, params?.cursor, request))),
  );
  server.setRequestHandler('resources/templates/list', ({ params }, context) => {
    refuseCursor(params);
    return plain(context, async (request) => templateList(engine, request));
  });
  server.setRequestHandler('resources/read', ({ params }, context) =>
    rounded('resources/read', params, context, async (request) => ({
      contents: [...unwrap(engine, await engine.resources.read(params.uri, request), params.uri)],
    })),
  );
  server.setRequestHandler('resources/subscribe', ({ params }, context) =>
    plain(context, async (request) => {
      await takeFromLimits(engine.parts, request.caller, 'resources/subscribe');
      await subscriptions.add(params.uri, request);
      return {};
    }),
  );
  server.setRequestHandler('resources/unsubscribe', ({ params }) => {
    subscriptions.remove(params.uri);
    return {};
  });
}

function registerPrompts({ server, engine, rounded, plain }: DocumentsSource): void {
  server.setRequestHandler('prompts/list', ({ params }, context) => {
    refuseCursor(params);
    return plain(context, async (request) => promptList(engine, request));
  });
  server.setRequestHandler('prompts/get', ({ params }, context) =>
    rounded('prompts/get', params, context, async (request) => ({
      messages: [...unwrap(engine, await engine.prompts.get(params.name, params.arguments, request))],
    })),
  );
}

function registerCompletion({ server, engine, plain }: DocumentsSource): void {
  server.setRequestHandler('completion/complete', ({ params }, context) =>
    plain(context, async (request) => {
      const { ref, argument } = params;
      const completed = await engine.complete(
        {
          kind: ref.type === 'ref/prompt' ? 'prompt' : 'resource',
          of: ref.type === 'ref/prompt' ? ref.name : ref.uri,
          argument: argument.name,
          typed: argument.value,
          others: params.context?.arguments ?? {},
        },
        request,
      );
      const { values, total, hasMore } = unwrap(engine, completed);
      return { completion: { values: [...values], total, hasMore } };
    }),
  );
}

/** @throws ProtocolError for a failed call: MCP gives these methods no error result */
function unwrap<Result>({ parts }: Engine, done: Guarded<Result>, uri?: string): Result {
  if (done.ok) return done.result;
  throw protocolError(done.error, parts.redactor, { uri, traceId: done.traceId });
}
