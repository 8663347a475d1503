import type { CallBasics, Caller } from '../definition/context.ts';
import type { Policy, PolicySubject } from '../policy/types.ts';
import type { Logger } from '../telemetry/logger.ts';
import { ChangeLedger } from './change-ledger.ts';
import { untimed, type WhileAsking } from './deadline.ts';
import type { EngineParts } from './parts.ts';
import type { EngineRequest } from './request.ts';

/** What the runtime hands to a tool, resource or prompt beside the server's services. */
export function callBasics(
  parts: EngineParts,
  request: EngineRequest,
  signal: AbortSignal,
  permits: CallBasics['permits'],
  whileAsking: WhileAsking = untimed,
  changes: CallBasics['changes'] = new ChangeLedger(),
): CallBasics {
  return {
    signal,
    caller: request.caller,
    client: request.abilities,
    permits,
    changes,
    log: bothLogs(parts, request),
    progress: (done, total, message) => request.progress?.(done, total, message),
    roots: request.roots,
    releaseStream: request.releaseStream,
    resourceUpdated: (uri) => parts.notifications.resourceUpdated(uri),
    resourceListChanged: () => parts.notifications.resourceListChanged(),
    toolListChanged: () => parts.notifications.toolListChanged(),
    promptListChanged: () => parts.notifications.promptListChanged(),
    ask: (key, question) => whileAsking(() => request.user.ask(key, question)),
    requestClient: (key, method, params) => whileAsking(() => request.user.request(key, method, params)),
  };
}

/** What a policy says of further values; undefined where it asks for none, so that nobody asks for each of them. */
export function permitsOf(policy: Policy, caller: Caller, subject: PolicySubject): CallBasics['permits'] {
  if (policy.permits(caller, subject, {}).allowed) return undefined;
  return (values) => policy.permits(caller, subject, values).allowed;
}

/** A tool's messages go to standard error and to the client; both get the redacted text. */
function bothLogs({ log, redactor }: EngineParts, request: EngineRequest): Logger {
  const at =
    (level: keyof Logger): Logger[keyof Logger] =>
    (message, fields = {}) => {
      log[level](message, fields);
      request.clientLog(level, redactor.text(message), redactor.record(fields));
    };
  return { debug: at('debug'), info: at('info'), warning: at('warning'), error: at('error') };
}
