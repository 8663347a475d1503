/** W3C Trace Context, version 00; later versions may add fields after the flags. */
const traceParent = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:-.*)?$/;

/** The trace a request belongs to, from `_meta.traceparent`; undefined when there is none or it is malformed. */
export function traceIdOf(meta: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const value = meta?.traceparent;
  return typeof value === 'string' ? traceParent.exec(value)?.[1] : undefined;
}
