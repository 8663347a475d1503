import { fail } from '@portolan/runtime';
import { isNode, type Node, nodesOf, type Statement } from './parse.ts';

/**
 * @throws ToolError `forbidden` for an EXPLAIN that would run its statement
 */
export function refuseAnalyze({ node }: Statement): void {
  const given = [...nodesOf(node)].flatMap(([kind, part]) =>
    kind === 'DefElem' && part.defname === 'analyze' ? [part] : [],
  );
  // Which of several counts is for the server to say, and differs by what it is.
  if (given.length > 1) {
    fail('forbidden', 'EXPLAIN is given ANALYZE more than once.', { next: 'Give it once, or leave it out.' });
  }
  if (given.every(isOff)) return;
  fail('forbidden', 'EXPLAIN ANALYZE runs the statement.', { next: 'Use explain_query with analyze.' });
}

/** The words for no that the server knows, and zero, which has no digits in the tree; without a word it is yes. */
function isOff({ arg }: Node): boolean {
  if (!isNode(arg)) return false;
  if (isNode(arg.Integer)) return arg.Integer.ival === undefined || arg.Integer.ival === 0;
  return isNode(arg.String) && /^(false|off)$/i.test(String(arg.String.sval));
}
