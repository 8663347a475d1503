import * as z from 'zod';

/** Arguments and fields that several tools share, so that they read the same everywhere. */

export const repo_path = z.string().optional();
export const revision = z.string().default('HEAD');
export const path = z.string();
export const paths = z.array(z.string()).default([]);
export const start_line = z.int().min(1).max(1e9).default(1);
export const cursor = z.string().optional();
export const limit = (usual: number, most: number) => z.int().min(1).max(most).default(usual);
/** Where the next page begins. */
export const nextCursor = z.string().optional();
export const context_lines = z.int().min(0).max(99).default(3);
export const format = z.enum(['patch', 'stat', 'names']).default('patch');
