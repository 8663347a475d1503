import { errorCatalogue } from '@portolan/runtime';
import type { GeneratedFile } from './files.ts';
import { code, generatedNotice, table } from './markdown.ts';

/** The catalogue of errors. */
export function errorPage(): GeneratedFile {
  const rows = Object.entries(errorCatalogue).map(([name, { meaning, next, retry }]) => [
    code(name),
    meaning,
    next,
    retry,
  ]);
  const text = `${generatedNotice('shared/runtime/src/errors/catalogue.ts')}

# Errors

A fault the caller can act on is a tool result with \`isError: true\`. Its text is the code, one sentence on what is wrong and one on what to do. The same stands as data under \`_meta["portolan/error"]\`: \`code\`, \`message\`, \`next\`, \`retry\`, \`traceId\`, and where they apply \`retryAfterMs\` and \`data\`.

\`retry\` says whether the same call can succeed later: \`no\`, change the call first; \`later\`, the same call may work after a wait; \`unknown\`, look at the state first.

${table(['Code', 'Meaning', 'What to do, unless the error says more', 'Retry'], rows)}
`;
  return { path: 'docs/reference/errors.md', text };
}
