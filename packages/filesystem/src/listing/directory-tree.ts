import { showName } from '../roots/show.ts';
import type { Scope } from '../searching/scope.ts';
import { summarize, type WalkSummary } from '../searching/search-files.ts';
import { createSelection, type SelectionState } from '../searching/selection.ts';
import { type Visitor, walkTree } from '../searching/walk/walk-tree.ts';

/** The official server's node; `truncated` marks a folder of which something was left out. */
export interface TreeNode {
  readonly name: string;
  readonly type: 'file' | 'directory';
  readonly children?: TreeNode[];
  truncated?: true;
}

export interface TreeOptions {
  readonly excludePatterns?: readonly string[] | undefined;
  readonly gitignore?: boolean | undefined;
  /** Levels below the folder; 0 gives its entries only. */
  readonly maxDepth: number;
  readonly maxEntries: number;
  /** Bytes of the JSON text, indented by two spaces as the official server does. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal | undefined;
}

export interface Tree extends WalkSummary {
  readonly tree: readonly TreeNode[];
}

interface TreeState {
  readonly children: TreeNode[];
  readonly node: TreeNode | undefined;
  readonly selection: SelectionState;
}

/**
 * The tree below a folder within depth, entry and size budgets. Upper levels come first, so a budget
 * cuts off depth; `truncated` says so on the answer and on each folder concerned.
 *
 * @throws ToolError `invalid_arguments` for a bad pattern; the signal's reason when aborted
 */
export async function directoryTree(scope: Scope, options: TreeOptions): Promise<Tree> {
  const tree: TreeNode[] = [];
  const unfinished = new Set<TreeNode>();
  const budget = { left: options.maxBytes };
  const visitor = await treeVisitor(scope, options, tree, unfinished, budget);
  const report = await walkTree(scope.real, visitor, { ...options, breadthFirst: true });
  for (const node of unfinished) node.truncated = true;
  if (budget.left < 0) report.truncatedBy.add('bytes');
  return { tree, ...summarize(report) };
}

async function treeVisitor(
  scope: Scope,
  options: TreeOptions,
  tree: TreeNode[],
  unfinished: Set<TreeNode>,
  budget: { left: number },
): Promise<Visitor<TreeState>> {
  const excludePatterns = (options.excludePatterns ?? []).flatMap(anywhereInTree);
  const selection = await createSelection(scope, { ...options, excludePatterns });
  const nodes = new Map<string, TreeNode>();
  return {
    start: { children: tree, node: undefined, selection: selection.start },
    enter(folder, open, entries) {
      const inside = selection.enter({ ...folder, state: folder.state.selection }, open, entries);
      return { ...folder.state, selection: inside };
    },
    visit(entry, path, { state, depth }) {
      if (state.node !== undefined) unfinished.add(state.node);
      if (selection.leavesOut(entry, path, state.selection)) return undefined;
      const name = showName(entry.name);
      budget.left -= nodeBytes(name, depth);
      if (budget.left < 0) return 'stop';
      const node: TreeNode =
        entry.kind === 'directory' ? { name, type: 'directory', children: [] } : { name, type: 'file' };
      if (node.children !== undefined) {
        nodes.set(path, node);
        unfinished.add(node);
      }
      state.children.push(node);
      return undefined;
    },
    descend(entry, path, { state }) {
      const node = nodes.get(path);
      nodes.delete(path);
      if (node?.children === undefined) return undefined;
      return { children: node.children, node, selection: selection.descend(entry.name, state.selection) };
    },
    leave({ state }) {
      if (state.node !== undefined) unfinished.delete(state.node);
    },
  };
}

/** As the official server: a pattern without a star also means the name anywhere, and what is inside it. */
function anywhereInTree(pattern: string): readonly string[] {
  return pattern.includes('*') ? [pattern] : [pattern, `**/${pattern}`, `**/${pattern}/**`];
}

/** Upper bound of what a node adds to the indented JSON: four lines for a file, five for a folder. */
function nodeBytes(name: string, depth: number): number {
  const indent = 4 * depth + 4;
  return Buffer.byteLength(name) + 5 * indent + 64;
}
