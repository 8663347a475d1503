import { concise } from '@portolan/runtime';
import type * as z from 'zod';

/** Most authors have no role in the repository, and most files that changed are neither new nor gone. */
const usual = { association: 'NONE', status: 'modified' };

/** What GitHub's tools and resources answer with: without the fields that say nothing. */
export const brief = (answer: Readonly<Record<string, unknown>>, schema?: z.ZodObject) =>
  concise(answer, schema, usual);
