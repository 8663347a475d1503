import { escapePattern } from './escape-pattern.ts';
import { tokenShapes } from './token-shapes.ts';

/** One scan that almost every text passes without a hit: 0.1 µs for a path, 5 µs for a kilobyte. */
const any = new RegExp(
  [...new Set(tokenShapes.flatMap(({ anchors, hint }) => hint ?? anchors.map(escapePattern)))].join('|'),
);

/** Replaces every secret that is known by its shape alone. */
export function redactShapes(text: string): string {
  if (!any.test(text)) return text;
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
