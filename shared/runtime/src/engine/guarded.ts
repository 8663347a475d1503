import type { AuditCall, AuditEntry, AuditOutcome } from '../audit/types.ts';
import type { CallBasics } from '../definition/context.ts';
import type { Effect } from '../definition/tool.ts';
import { asToolError } from '../errors/as-tool-error.ts';
import type { ErrorCode } from '../errors/catalogue.ts';
import { jsonRpcCode } from '../errors/json-rpc-code.ts';
import { fail, type ToolError } from '../errors/tool-error.ts';
import type { PolicyDecision, PolicySubject } from '../policy/types.ts';
import { newTraceId } from '../telemetry/trace-id.ts';
import type { OperationEnd } from '../telemetry/types.ts';
import { ChangeLedger } from './change-ledger.ts';
import { callBasics } from './context.ts';
import { Deadline, type WhileAsking, withinDeadline } from './deadline.ts';
import { takeFromLimits } from './limits.ts';
import type { EngineParts } from './parts.ts';
import { progressUntilEnd } from './progress-until-end.ts';
import { type EngineRequest, InputNeeded, MissingAbility } from './request.ts';

/** `MissingRequiredClientCapabilityError` of MCP. */
const MISSING_CLIENT_CAPABILITY = -32_021;

/** One call on the path: what it is, and the steps that differ by kind. */
export interface GuardedCall<Result> {
  readonly method: 'tools/call' | 'resources/read' | 'resources/list' | 'prompts/get' | 'completion/complete';
  /** Tool or prompt name, or resource URI; of a list the method. */
  readonly target: string;
  readonly effect: Effect;
  readonly subject: PolicySubject;
  readonly arguments: unknown;
  readonly timeoutMs: number;
  /**
   * Validates the arguments and asks the policy.
   *
   * @param within runs what may take long in the time of the call
   */
  readonly prepare: (within: Within) => Promise<Prepared<Result>>;
}

/** Runs a part of a call until its time is over or it is cancelled. */
export type Within = <Part>(
  work: (signal: AbortSignal, whileAsking: WhileAsking) => Promise<Part>,
) => Promise<Part>;

/** A call with valid arguments, ready for the policy and to run. */
export interface Prepared<Result> {
  /** Whether the policy permits these argument values. */
  readonly decision: PolicyDecision;
  /** What it says of further values. */
  readonly permits: CallBasics['permits'];
  /** The question before a `destroy`. */
  readonly confirmation?: (basics: CallBasics) => Promise<string | undefined>;
  readonly run: (basics: CallBasics) => Promise<Result>;
  /** Redacts where that is asked for, then bounds; answers the size in bytes. */
  readonly seal: (result: Result) => { readonly result: Result; readonly bytes: number };
}

/** How a call ended for its caller. */
export type Guarded<Result> =
  | { readonly ok: true; readonly result: Result }
  | { readonly ok: false; readonly error: ToolError; readonly traceId: string };

/**
 * The one path of every call: rate limit, validate, policy, audit intent, confirm, run before the deadline,
 * redact, bound, audit outcome, telemetry. Authentication happened in the transport, and a thing
 * the caller may not see was never found.
 *
 * @throws InputNeeded when the client must ask its user first
 * @throws MissingAbility when the call needs what the client does not offer
 */
export async function guarded<Result>(
  parts: EngineParts,
  request: EngineRequest,
  call: GuardedCall<Result>,
): Promise<Guarded<Result>> {
  const operation = parts.telemetry.start({
    method: call.method,
    ...(call.method === 'tools/call' && { toolName: call.target }),
    ...(call.method === 'prompts/get' && { promptName: call.target }),
    ...(call.method === 'resources/read' && { resourceUri: parts.redactor.text(call.target) }),
    ...(request.protocolVersion !== undefined && { protocolVersion: request.protocolVersion }),
    requestId: request.id,
    transport: request.transport,
    ...(request.meta && { meta: request.meta }),
  });
  const traceId = operation.traceId ?? newTraceId();
  const record = auditRecord(parts, call, request, traceId);
  const changes = new ChangeLedger();
  try {
    const { result, bytes } = await steps(parts, request, call, record, changes);
    await record.close({ status: 'ok', resultBytes: bytes });
    operation.end({});
    return { ok: true, result };
  } catch (thrown) {
    const { outcome, seen, answer } = endingOf(parts, call.method, thrown, changes);
    const unrecorded = await record.close(outcome).then(() => undefined, asToolError);
    operation.end(unrecorded ? failureSeen(parts, call.method, unrecorded) : seen);
    const error = unrecorded ?? answer;
    if (error === undefined) throw thrown;
    if (error.code === 'internal') {
      const stack = stackOf(unrecorded?.cause ?? thrown);
      parts.log.error('A call failed unexpectedly.', { traceId, target: call.target, stack });
    }
    return { ok: false, error, traceId };
  }
}

interface Ending {
  readonly outcome: CallOutcome;
  /** What telemetry shows. */
  readonly seen: OperationEnd;
  /** Undefined when the protocol answers what was thrown in its own way. */
  readonly answer?: ToolError;
}

function endingOf(parts: EngineParts, method: string, thrown: unknown, changes: ChangeLedger): Ending {
  if (thrown instanceof InputNeeded) return { outcome: { status: 'input_required' }, seen: {} };
  if (thrown instanceof MissingAbility) {
    return {
      outcome: { status: 'error', errorCode: 'unsupported' },
      seen: { statusCode: MISSING_CLIENT_CAPABILITY, message: thrown.message },
    };
  }
  const answer = changes.told(asToolError(thrown));
  const denied = refusals.has(answer.code);
  const outcome: CallOutcome = { status: denied ? 'denied' : 'error', errorCode: answer.code };
  return { outcome, seen: failureSeen(parts, method, answer), answer };
}

/** What says that a caller may not, rather than that a call went wrong. */
const refusals: ReadonlySet<ErrorCode> = new Set(['forbidden', 'rate_limited', 'unauthenticated']);

async function steps<Result>(
  parts: EngineParts,
  request: EngineRequest,
  call: GuardedCall<Result>,
  record: CallRecord,
  changes: ChangeLedger,
): Promise<{ readonly result: Result; readonly bytes: number }> {
  await takeFromLimits(parts, request.caller, call.subject.name);
  const deadline = new Deadline(call.timeoutMs);
  const within: Within = (work) => withinDeadline(deadline, request.signal, work);
  const prepared = await call.prepare(within);
  if (!prepared.decision.allowed) fail('forbidden', prepared.decision.reason);
  await record.open();
  if (call.effect === 'destroy' && !parts.options.yes) {
    const message = await within(async (signal, whileAsking) =>
      prepared.confirmation?.(callBasics(parts, request, signal, prepared.permits, whileAsking)),
    );
    if (message !== undefined) await confirm(request, message);
  }
  const result = await within((signal, whileAsking) => {
    const run = (given: EngineRequest) =>
      prepared.run(callBasics(parts, given, signal, prepared.permits, whileAsking, changes));
    return request.progress ? progressUntilEnd(request, signal, run) : run(request);
  });
  return prepared.seal(result);
}

async function confirm(request: EngineRequest, message: string): Promise<void> {
  const question = {
    message,
    requestedSchema: {
      type: 'object',
      properties: { confirm: { type: 'boolean', title: 'Yes, do it' } },
      required: ['confirm'],
    },
  };
  const answer = await request.user.ask('confirm', question, true);
  if (answer.action !== 'accept' || answer.content.confirm !== true) {
    fail('confirmation_declined', 'The user did not agree to this call. Nothing was changed.');
  }
}

type CallOutcome = Omit<AuditOutcome, 'durationMs'>;

interface CallRecord {
  /** Makes the intent durable before the effect. */
  open(): Promise<void>;
  /**
   * Writes the outcome; a call refused before its intent is recorded here in one record.
   *
   * @throws ToolError `audit_unavailable` when nothing may be answered without it
   */
  close(outcome: CallOutcome): Promise<void>;
}

function auditRecord<Result>(
  parts: EngineParts,
  call: GuardedCall<Result>,
  request: EngineRequest,
  traceId: string,
): CallRecord {
  const started = performance.now();
  let entry: AuditEntry | undefined;
  const auditCall: AuditCall = {
    server: parts.server.name,
    method: call.method,
    target: call.target,
    effect: call.effect,
    caller: request.caller,
    arguments: call.arguments,
    traceId,
  };
  return {
    async open() {
      entry = await parts.audit.open(auditCall);
    },
    close(outcome) {
      const full = { ...outcome, durationMs: microseconds(performance.now() - started) };
      return entry ? entry.close(full) : parts.audit.record(auditCall, full);
    },
  };
}

/** Milliseconds without what no clock measures. */
const microseconds = (ms: number) => Math.round(ms * 1_000) / 1_000;

/** What telemetry shows: a tool's failure is a result, any other method's is a JSON-RPC error. */
function failureSeen({ redactor }: EngineParts, method: string, error: ToolError): OperationEnd {
  const { code } = error;
  if (method !== 'tools/call')
    return { statusCode: jsonRpcCode(code), message: redactor.text(error.message) };
  return { errorType: 'tool_error', ...(code === 'internal' && { message: error.message }) };
}

const stackOf = (thrown: unknown) => (thrown instanceof Error ? thrown.stack : String(thrown));
