import { redactAssignments } from './assignments.ts';
import { redactBroughtTokens } from './brought-tokens.ts';
import { redactHeaders } from './headers.ts';
import { isSecretKey } from './key-names.ts';
import { redactKnown } from './known-secrets.ts';
import { redactPrivateKeys } from './private-keys.ts';
import { redactShapes } from './redact-shapes.ts';
import type { Redactor } from './types.ts';
import { redactUrlPasswords } from './url-passwords.ts';

/** The shortest text that any rule but a known secret could match. */
const shortestText = 8;
/** Deeper values are replaced whole: nothing legitimate nests so far, and recursion must end. */
const deepest = 64;

/** What a redactor knows of secrets beside their shapes. */
export interface RedactorOptions {
  /** Configured secrets (tokens, passwords), found by value in any common encoding. At least 6 characters each. */
  readonly secrets?: readonly string[];
  /** How the tokens begin that callers bring, which are found in any common encoding too. */
  readonly tokenPrefixes?: readonly string[];
}

/**
 * Makes a redactor for audit summaries, logs and error messages. A secret becomes `[redacted:kind]`.
 * Time is linear in the length of the text. It is best effort: it finds known shapes, configured
 * values and values under secret-looking names, not every secret there can be.
 */
export function createRedactor(options: RedactorOptions = {}): Redactor {
  const known = redactKnown(options.secrets ?? []);
  const brought = redactBroughtTokens(options.tokenPrefixes ?? []);
  const text = (value: string): string => {
    const withoutKnown = brought(known(value));
    if (withoutKnown.length < shortestText) return withoutKnown;
    const withoutKeys = redactPrivateKeys(withoutKnown);
    return redactAssignments(redactHeaders(redactShapes(redactUrlPasswords(withoutKeys))));
  };
  const walk = (value: unknown, depth: number): unknown => {
    if (typeof value === 'string') return text(value);
    if (typeof value !== 'object' || value === null) return value;
    if (depth >= deepest) return '[redacted:too_deep]';
    if (Array.isArray(value)) return value.map((item) => walk(item, depth + 1));
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [text(key), member(key, item, depth + 1)]),
    );
  };
  const member = (key: string, item: unknown, depth: number): unknown =>
    isSecretKey(key) && isHideable(item) ? '[redacted:secret]' : walk(item, depth);
  return {
    text,
    value: (value) => walk(value, 0),
    record: (value) =>
      Object.fromEntries(Object.entries(value).map(([key, item]) => [key, member(key, item, 1)])),
  };
}

/** Flags, nothing and the empty string tell no secret, and their loss would hide why a call failed. */
function isHideable(value: unknown): boolean {
  return value !== null && value !== undefined && typeof value !== 'boolean' && value !== '';
}
