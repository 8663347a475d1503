import type { Effect } from '../definition/tool.ts';
import type { Policy, PolicyDecision } from './types.ts';

/** The scope each effect needs. A scope includes those before it: `mcp:destroy` may also write and read. */
export const effectScopes = {
  read: 'mcp:read',
  write: 'mcp:write',
  destroy: 'mcp:destroy',
} as const satisfies Record<Effect, string>;

const sufficient: Readonly<Record<Effect, readonly string[]>> = {
  read: [effectScopes.read, effectScopes.write, effectScopes.destroy],
  write: [effectScopes.write, effectScopes.destroy],
  destroy: [effectScopes.destroy],
};

/** Demands of callers with a token, and of no others, the scope of the tool's effect. */
export function scopePolicy(): Policy {
  const visible: Policy['visible'] = (caller, tool): PolicyDecision => {
    if (caller.kind !== 'token') return { allowed: true };
    if (sufficient[tool.effect].some((scope) => caller.scopes.includes(scope))) return { allowed: true };
    const missingScope = effectScopes[tool.effect];
    return { allowed: false, reason: `${tool.name} needs the scope ${missingScope}.`, missingScope };
  };
  return { visible, permits: visible };
}
