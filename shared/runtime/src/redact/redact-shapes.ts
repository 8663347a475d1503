import { tokenShapes } from './token-shapes.ts';

/** Replaces every secret that is known by its shape alone. */
export function redactShapes(text: string): string {
  let out = text;
  for (const { kind, anchors, pattern } of tokenShapes) {
    if (anchors.some((anchor) => out.includes(anchor))) {
      out = out.replace(pattern, (_match, kept: unknown) =>
        typeof kept === 'string' ? `${kept}[redacted:${kind}]` : `[redacted:${kind}]`,
      );
    }
  }
  return out;
}
