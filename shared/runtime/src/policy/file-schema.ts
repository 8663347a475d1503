import * as z from 'zod';
import { compileConstraint } from './constraint.ts';
import { compileGlob } from './glob.ts';

const pattern = (compile: (value: string) => unknown) =>
  z.string().superRefine((value, context) => {
    try {
      compile(value);
    } catch (error) {
      context.addIssue({
        code: 'custom',
        message: error instanceof Error ? error.message : 'cannot be used',
      });
    }
  });

const nameGlobs = z.array(pattern(compileGlob)).min(1);
const valueGlobs = z.array(pattern((value) => compileConstraint({ deny: [value] })));

const constraint = z
  .strictObject({ allow: valueGlobs.optional(), deny: valueGlobs.optional() })
  .refine((value) => value.allow !== undefined || value.deny !== undefined, 'needs allow, deny or both');

const rule = z.strictObject({
  servers: nameGlobs.optional(),
  toolsets: nameGlobs.optional(),
  tools: nameGlobs.optional(),
  effects: z
    .array(z.enum(['read', 'write', 'destroy']))
    .min(1)
    .optional(),
  arguments: z.record(z.string().min(1), constraint).optional(),
});

const assignment = z
  .strictObject({
    kind: z.enum(['local', 'anonymous', 'api_key', 'token']).optional(),
    caller: pattern(compileGlob).optional(),
    scope: z.string().min(1).optional(),
    roles: z.array(z.string()).min(1),
  })
  .refine(
    ({ kind, caller, scope }) => kind !== undefined || caller !== undefined || scope !== undefined,
    'needs kind, caller, scope or several of them',
  );

/**
 * A policy file. What no rule allows is denied.
 *
 * - `roles`: what each role may do. A rule allows the tools that fit every field it has; rules add up, and
 *   one rule must allow a whole call. `arguments` narrows its own rule only.
 * - `assign`: roles beyond those that a token or an API key carries, by kind of caller, id or scope; a caller
 *   gets them who fits every field.
 */
export const policyFileSchema = z
  .strictObject({
    version: z.literal(1),
    roles: z.record(z.string().min(1), z.strictObject({ rules: z.array(rule) })),
    assign: z.array(assignment).default([]),
  })
  .superRefine((file, context) => {
    for (const [at, { roles }] of file.assign.entries()) {
      for (const [index, role] of roles.entries()) {
        if (Object.hasOwn(file.roles, role)) continue;
        const path = ['assign', at, 'roles', index];
        context.addIssue({
          code: 'custom',
          path,
          input: role,
          message: 'is not one of the roles of this file',
        });
      }
    }
  });

export type PolicyFile = z.output<typeof policyFileSchema>;
export type PolicyRule = z.output<typeof rule>;
export type PolicyAssignment = z.output<typeof assignment>;
