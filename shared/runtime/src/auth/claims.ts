type Claims = Readonly<Record<string, unknown>>;

/** A claim that is a non-empty string. */
export function textClaim(claims: Claims, name: string): string | undefined {
  const value = claims[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Scopes from `scope` (RFC 9068: words in a string) or `scp` (Entra ID and Okta: words or an array). */
export function scopesIn(claims: Claims): string[] {
  return words(claims.scope ?? claims.scp);
}

/** Roles from a claim named whole (`https://example.com/roles`) or by a dotted path (`realm_access.roles`). */
export function rolesIn(claims: Claims, claim: string): string[] {
  if (Object.hasOwn(claims, claim)) return words(claims[claim]);
  let value: unknown = claims;
  for (const step of claim.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return [];
    value = Object.getOwnPropertyDescriptor(value, step)?.value;
  }
  return words(value);
}

function words(value: unknown): string[] {
  if (typeof value === 'string') return value.split(' ').filter((word) => word !== '');
  return Array.isArray(value) ? value.filter((word) => typeof word === 'string') : [];
}
