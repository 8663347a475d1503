import type { Budgets } from '../access/budgets.ts';
import { json } from '../http/reply.ts';
import { type Bucket, type Route, route } from '../http/route.ts';

const buckets: readonly Bucket[] = ['core', 'search', 'code_search', 'graphql'];

/** What GitHub says of itself. */
export const serviceRoutes = (budgets: Budgets): readonly Route[] => [
  route('GET /rate_limit', (call) => {
    const entries = buckets.map((bucket) => {
      const { limit, used, reset } = budgets.of(call.credential, bucket);
      return [bucket, { limit, used, remaining: Math.max(0, limit - used), reset }] as const;
    });
    const resources = Object.fromEntries(entries);
    return json({ resources, rate: resources.core });
  }),
  route('GET /meta', (call) =>
    json({
      verifiable_password_authentication: false,
      ...(call.base !== call.parts.origin && { installed_version: '3.19.0' }),
    }),
  ),
];
