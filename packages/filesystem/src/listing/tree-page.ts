import { showName } from '../roots/show.ts';
import type { Position } from '../searching/walk/position.ts';

/** The official server's node. */
export interface TreeNode {
  /** Of a folder with `continued`, its path below the start. */
  readonly name: string;
  readonly type: 'file' | 'directory';
  /** A folder of which an earlier page gave the node and perhaps some children; here are the next ones. */
  readonly continued?: true;
  readonly children?: TreeNode[];
  /** Something in it was left out. */
  truncated?: true;
}

/** A folder on the way of a walk. */
export interface TreeFolder {
  /** Below the start; empty for the start itself. */
  readonly path: string;
  /** Undefined while this page shows nothing of it. */
  node: TreeNode | undefined;
  /** How deep in the answer its children stand; the nodes at the top stand at 0. */
  nesting: number;
}

/** The part of a tree that one answer gives: as many nodes as its bytes have room for, and always one. */
export class TreePage {
  readonly nodes: TreeNode[] = [];
  readonly #folders = new Map<string, TreeFolder>();
  readonly #unfinished = new Set<TreeNode>();
  #left: number;
  #isFull = false;
  #passed: Position | undefined;

  /** @param maxBytes of the JSON text, indented by two spaces */
  constructor(maxBytes: number) {
    this.#left = maxBytes;
  }

  /** The last entry that was given or left out; the next page begins after it. */
  get passed(): Position | undefined {
    return this.#passed;
  }

  /** Whether an entry found no room. */
  get isFull(): boolean {
    return this.#isFull;
  }

  /** Goes past an entry that is no part of the answer. */
  pass(folder: TreeFolder, name: string): void {
    this.#passed = { folder: folder.path, name };
  }

  /** Puts an entry below its folder. False when there is no room for it. */
  add(folder: TreeFolder, name: string, isFolder: boolean): boolean {
    const node: TreeNode = isFolder
      ? { name: showName(name), type: 'directory', children: [] }
      : { name: showName(name), type: 'file' };
    const missing = folder.path === '' || folder.node !== undefined ? undefined : continuationOf(folder.path);
    const nesting = missing === undefined ? folder.nesting : 1;
    this.#left -= nodeBytes(node, nesting) + (missing === undefined ? 0 : nodeBytes(missing, 0));
    this.#isFull = this.#left < 0 && this.#passed !== undefined;
    if (this.#isFull) return false;
    if (missing !== undefined) this.#continue(folder, missing);
    (folder.node?.children ?? this.nodes).push(node);
    this.pass(folder, name);
    if (isFolder) {
      this.#unfinished.add(node);
      const path = folder.path === '' ? name : `${folder.path}/${name}`;
      this.#folders.set(path, { path, node, nesting: nesting + 1 });
    }
    return true;
  }

  #continue(folder: TreeFolder, node: TreeNode): void {
    folder.node = node;
    folder.nesting = 1;
    this.nodes.push(node);
    this.#unfinished.add(node);
  }

  /** A folder the walk goes into, with its node where this page has one. */
  enter(path: string): TreeFolder {
    const folder = this.#folders.get(path) ?? { path, node: undefined, nesting: 0 };
    this.#folders.delete(path);
    return folder;
  }

  /** Tells that all entries of a folder were passed. */
  finish({ node }: TreeFolder): void {
    if (node !== undefined) this.#unfinished.delete(node);
  }

  /** Marks the folders of which something was left out. */
  close(): readonly TreeNode[] {
    for (const node of this.#unfinished) node.truncated = true;
    return this.nodes;
  }
}

const continuationOf = (path: string): TreeNode => ({
  name: showName(path),
  type: 'directory',
  continued: true,
  children: [],
});

/** Upper bound of what a node adds to the indented JSON, with the marks it may get. */
function nodeBytes({ name, children }: TreeNode, nesting: number): number {
  const indent = 4 * nesting + 4;
  const lines = children === undefined ? 4 : 8;
  return Buffer.byteLength(JSON.stringify(name)) + lines * indent + (children === undefined ? 48 : 112);
}
