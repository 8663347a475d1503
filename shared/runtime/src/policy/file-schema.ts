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
  .strictObject({
    allow: valueGlobs
      .optional()
      .describe('Each value must match one of these globs; every value where it is left out. Case counts.'),
    deny: valueGlobs
      .optional()
      .describe(
        'No value may match one of these globs or lie beneath a match; without a slash, at any depth. Case does not count.',
      ),
  })
  .refine((value) => value.allow !== undefined || value.deny !== undefined, 'needs allow, deny or both');

const rule = z.strictObject({
  servers: nameGlobs.optional().describe('Globs for the name of the server.'),
  toolsets: nameGlobs.optional().describe('Globs for the toolset.'),
  tools: nameGlobs.optional().describe('Globs for the name of the tool.'),
  effects: z
    .array(z.enum(['read', 'write', 'destroy']))
    .min(1)
    .optional()
    .describe('What the tool does to the world.'),
  arguments: z
    .record(z.string().min(1), constraint)
    .optional()
    .describe(
      'Values this rule allows, by what the server calls them (`path`, `repo`, `schema`, `namespace`). A call that gives none is denied.',
    ),
});

const assignment = z
  .strictObject({
    kind: z
      .enum(['local', 'anonymous', 'api_key', 'token'])
      .optional()
      .describe('How the caller came: over stdio, over HTTP without or with an API key or an access token.'),
    caller: pattern(compileGlob).optional().describe('Glob for the id of the caller.'),
    scope: z.string().min(1).optional().describe('A scope of the access token.'),
    roles: z.array(z.string()).min(1).describe('Roles of this file that the caller gets.'),
  })
  .refine(
    ({ kind, caller, scope }) => kind !== undefined || caller !== undefined || scope !== undefined,
    'needs kind, caller, scope or several of them',
  );

/** A policy file. What no rule allows is denied. */
export const policyFileSchema = z
  .strictObject({
    version: z.literal(1).describe('Version of the format.'),
    roles: z
      .record(
        z.string().min(1),
        z.strictObject({
          rules: z
            .array(rule)
            .describe(
              'Rules add up; one rule must allow a whole call. A rule allows the tools that fit every field it has.',
            ),
        }),
      )
      .describe('What each role may do, by the name of the role.'),
    assign: z
      .array(assignment)
      .default([])
      .describe(
        'Roles beyond those that a token or an API key carries. A caller gets them who fits every field; one at least is needed.',
      ),
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
  })
  .describe('Roles and what they may call. What no rule allows is denied.');

/** A policy file as it was read: every role that is named exists, and every default is filled in. */
export type PolicyFile = z.output<typeof policyFileSchema>;
/** What one rule of a role allows. */
export type PolicyRule = z.output<typeof rule>;
/** Which callers have which roles. */
export type PolicyAssignment = z.output<typeof assignment>;
