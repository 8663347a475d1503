import { makeCursor } from '@portolan/runtime';
import type { Scope } from '../searching/scope.ts';
import { readPosition, summarize, type WalkSummary } from '../searching/search-files.ts';
import { createSelection, type SelectionState } from '../searching/selection.ts';
import { newReport } from '../searching/walk/walk-report.ts';
import { type Visitor, walkTree } from '../searching/walk/walk-tree.ts';
import { type TreeFolder, type TreeNode, TreePage } from './tree-page.ts';

/** What of a tree one answer gives. */
export interface TreeOptions {
  readonly excludePatterns?: readonly string[] | undefined;
  readonly gitignore?: boolean | undefined;
  /** Levels below the folder; 0 gives its entries only. */
  readonly maxDepth: number;
  /** Entries of one answer, those included that the patterns leave out. */
  readonly maxEntries: number;
  /** Bytes of the JSON text, indented by two spaces as the official server does. */
  readonly maxBytes: number;
  readonly cursor?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** One page of a tree. */
export interface Tree extends WalkSummary {
  readonly tree: readonly TreeNode[];
  /** Undefined when nothing but what `maxDepth` cuts off is left. */
  readonly nextCursor?: string;
}

interface TreeState {
  readonly folder: TreeFolder;
  readonly selection: SelectionState;
}

/**
 * The tree below a folder within depth, entry and size budgets. Upper levels come first, so a budget
 * cuts off depth; `truncated` says so on the answer and on each folder concerned. All pages together give
 * every entry once: what is below a folder of an earlier page stands in a node with `continued`.
 *
 * @throws ToolError `invalid_arguments` for a bad pattern or cursor; the signal's reason when aborted
 */
export async function directoryTree(scope: Scope, options: TreeOptions): Promise<Tree> {
  const { excludePatterns = [], gitignore = false, maxDepth, cursor } = options;
  const question = ['directory_tree', scope.real, excludePatterns, gitignore, maxDepth];
  const after = readPosition(question, cursor);
  const page = new TreePage(options.maxBytes);
  const report = newReport();
  const visitor = await treeVisitor(scope, options, page);
  await walkTree(scope.real, visitor, { ...options, after, breadthFirst: true }, report);
  if (page.isFull) report.truncatedBy.add('bytes');
  const { passed } = page;
  const hasMore = page.isFull || report.truncatedBy.has('entries');
  return {
    tree: page.close(),
    ...summarize(report),
    ...(hasMore && passed && { nextCursor: makeCursor(question, [passed.folder, passed.name]) }),
  };
}

async function treeVisitor(scope: Scope, options: TreeOptions, page: TreePage): Promise<Visitor<TreeState>> {
  const excludePatterns = (options.excludePatterns ?? []).flatMap(anywhereInTree);
  const selection = await createSelection(scope, { ...options, excludePatterns });
  return {
    start: { folder: page.enter(''), selection: selection.start },
    enter(folder, open, entries) {
      const inside = selection.enter({ ...folder, state: folder.state.selection }, open, entries);
      return { ...folder.state, selection: inside };
    },
    visit(entry, path, { state }) {
      if (selection.leavesOut(entry, path, state.selection)) {
        page.pass(state.folder, entry.name);
        return undefined;
      }
      return page.add(state.folder, entry.name, entry.kind === 'directory') ? undefined : 'stop';
    },
    descend(entry, path, { state }) {
      if (selection.leavesOut(entry, path, state.selection)) return undefined;
      return { folder: page.enter(path), selection: selection.descend(entry.name, state.selection) };
    },
    leave: ({ state }) => page.finish(state.folder),
  };
}

/** As the official server: a pattern without a star also means the name anywhere, and what is inside it. */
function anywhereInTree(pattern: string): readonly string[] {
  return pattern.includes('*') ? [pattern] : [pattern, `**/${pattern}`, `**/${pattern}/**`];
}
