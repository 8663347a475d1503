import * as z from 'zod';
import { logLevels } from '../telemetry/logger.ts';
import type { SettingMeta } from './setting.ts';

const about = (description: string, rest: SettingMeta = {}) => ({ ...rest, description });

/** The settings every server has. Names and meanings are the same in all of them. */
export const commonSettings = z.object({
  http: z.boolean().default(false).meta(about('Serve Streamable HTTP instead of stdio')),
  host: z
    .string()
    .default('127.0.0.1')
    .meta(
      about('Address to listen on; anything but loopback needs authentication', { placeholder: 'ADDRESS' }),
    ),
  port: z.int().min(0).max(65_535).default(3000).meta(about('Port to listen on; 0 picks a free one')),
  allowedHosts: z
    .array(z.string())
    .default([])
    .meta(
      about('Host names accepted; on loopback its own as well, elsewhere any where none is listed', {
        placeholder: 'HOST,…',
      }),
    ),
  allowedOrigins: z
    .array(z.string())
    .default([])
    .meta(about('Origin host names accepted besides loopback', { placeholder: 'HOST,…' })),
  readOnly: z.boolean().default(false).meta(about('Offer only tools that change nothing')),
  toolsets: z
    .array(z.string())
    .optional()
    .meta(about('Toolsets to offer; "all" for every one', { placeholder: 'NAME,…' })),
  tools: z
    .array(z.string())
    .optional()
    .meta(about('Offer only tools that match', { placeholder: 'GLOB,…' })),
  excludeTools: z
    .array(z.string())
    .default([])
    .meta(about('Leave out tools that match', { placeholder: 'GLOB,…' })),
  yes: z.boolean().default(false).meta(about('Do not ask the user before destructive tools')),
  policy: z
    .string()
    .optional()
    .meta(about('Policy file: roles and what they may call', { placeholder: 'FILE', path: true })),
  rateLimit: z
    .string()
    .default('60/min,1000/hour')
    .meta(about('Calls allowed for each caller, or "off"', { placeholder: 'N/UNIT,…' })),
  toolRateLimit: z
    .array(z.string())
    .default([])
    .meta(about('Limits of single tools for each caller', { placeholder: 'TOOL=N/UNIT,…' })),
  redis: z
    .string()
    .optional()
    .meta(
      about('Redis or Valkey, one server, a cluster or sentinels, for what replicas share', {
        placeholder: 'URL',
        secret: true,
      }),
    ),
  redisDown: z
    .enum(['closed', 'local'])
    .default('closed')
    .meta(about('When Redis is gone: refuse calls, or count in this process')),
  audit: z
    .string()
    .optional()
    .meta(
      about('Audit log: a file, stderr, off or a URL; by default in the state folder', {
        placeholder: 'SINK',
        path: true,
      }),
    ),
  auditRequired: z
    .enum(['writes', 'all'])
    .default('writes')
    .meta(about('What waits for its record and is refused without it: writes, or every answer')),
  auditRotateBytes: z
    .int()
    .min(65_536)
    .optional()
    .meta(about('Size at which the audit file is rotated, bytes; never without it')),
  auditKey: z
    .string()
    .optional()
    .meta(
      about('Ed25519 private key (PEM) that signs audit checkpoints', { placeholder: 'FILE', path: true }),
    ),
  authIssuer: z
    .string()
    .optional()
    .meta(about('OpenID provider whose access tokens are accepted', { placeholder: 'URL' })),
  authAudience: z
    .string()
    .optional()
    .meta(about('Audience the tokens must name', { placeholder: 'URI' })),
  authScopes: z
    .boolean()
    .default(false)
    .meta(about('Demand the scope mcp:read, mcp:write or mcp:destroy by the effect of a tool')),
  authRolesClaim: z
    .string()
    .default('roles')
    .meta(about('Token claim that holds the roles', { placeholder: 'CLAIM' })),
  apiKeys: z
    .string()
    .optional()
    .meta(about('File of hashed API keys', { placeholder: 'FILE', path: true })),
  timeoutMs: z.int().min(1).max(86_400_000).default(60_000).meta(about('Deadline of a call, milliseconds')),
  maxAnswerBytes: z.int().min(1024).default(1_048_576).meta(about('Size limit of one answer, bytes')),
  drainMs: z.int().min(0).default(10_000).meta(about('How long calls may finish on shutdown, milliseconds')),
  redactOutput: z
    .boolean()
    .default(false)
    .meta(about('Replace secrets in answers as well as in logs and audit')),
  telemetry: z
    .boolean()
    .default(false)
    .meta(about('Export OpenTelemetry; also on when OTEL_EXPORTER_OTLP_ENDPOINT is set')),
  stateKey: z
    .string()
    .min(32)
    .optional()
    .meta(
      about('Key, shared by replicas, that signs calls which ask the user', {
        placeholder: 'KEY',
        secret: true,
      }),
    ),
  config: z
    .string()
    .optional()
    .meta(
      about('Settings file, JSON or YAML; paths in it start from its folder', {
        placeholder: 'FILE',
        path: true,
      }),
    ),
  logLevel: z.enum(logLevels).default('info').meta(about('Lowest level written to standard error')),
});

/** The settings that every server has, as they were read and with their defaults. */
export type CommonSettings = z.output<typeof commonSettings>;
