import { type JSONRPCRequest, type Result, Server, type ServerContext } from '@modelcontextprotocol/server';
import { isRecord } from '../json/is-record.ts';
import type { Operation, OperationEnd } from '../telemetry/types.ts';
import { asInvalidParams } from './invalid-params.ts';

type Handler = (request: JSONRPCRequest, context: ServerContext) => Promise<Result>;

/** Begins to measure one request. */
export type Measure = (method: string, context: ServerContext, server: Server) => Operation;

/** Methods that the engine measures itself, on the one path of every call. */
const measuredByEngine: ReadonlySet<string> = new Set([
  'tools/call',
  'resources/read',
  'resources/list',
  'prompts/get',
  'completion/complete',
]);

const INTERNAL_ERROR = -32_603;

/** The library's server, which measures what the engine does not, and words the refusal of wrong parameters. */
export class RuntimeServer extends Server {
  readonly #measure: Measure;

  constructor(measure: Measure, ...given: ConstructorParameters<typeof Server>) {
    super(...given);
    this.#measure = measure;
  }

  /** Runs for every handler, those of the library's own constructor included. */
  protected override _wrapHandler(method: string, handler: Handler): Handler {
    const inner = super._wrapHandler(method, handler);
    const isMeasured = measuredByEngine.has(method);
    return async (request, context) => {
      const operation = isMeasured ? undefined : this.#measure(method, context, this);
      try {
        const result = await inner(request, context);
        operation?.end({});
        return result;
      } catch (thrown) {
        const error = asInvalidParams(thrown);
        // The engine never saw what was refused for its form.
        const refused = error === thrown ? undefined : this.#measure(method, context, this);
        (operation ?? refused)?.end(seen(error));
        throw error;
      }
    };
  }
}

function seen(error: unknown): OperationEnd {
  const code = isRecord(error) && Number.isSafeInteger(error.code) ? Number(error.code) : INTERNAL_ERROR;
  return { statusCode: code, ...(error instanceof Error && { message: error.message }) };
}
