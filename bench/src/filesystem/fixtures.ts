import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

export const NEEDLE = 'portolan-needle';
export const TREE_FILES = 50_000;
/** Files of the tree whose name ends in .md. */
export const TREE_MARKDOWN = 5_000;
/** Files of the tree with the needle in one line. */
export const TREE_NEEDLES = 150;

const FOLDERS = 500;
const line = 'const chart = readChart(folder, { scale: 50_000, datum: "WGS 84" });\n';

/** 50,000 text files of about 700 bytes in 500 folders, ten at the top with fifty below each. */
export function makeTree(root: string): string {
  const perFolder = TREE_FILES / FOLDERS;
  for (let folder = 0; folder < FOLDERS; folder += 1) {
    const path = join(root, `region-${folder % 10}`, `sheet-${folder}`);
    mkdirSync(path, { recursive: true });
    for (let file = 0; file < perFolder; file += 1) {
      const index = folder * perFolder + file;
      const extension = index % (TREE_FILES / TREE_MARKDOWN) === 0 ? 'md' : 'ts';
      const needle = index % Math.ceil(TREE_FILES / TREE_NEEDLES) === 7 ? `// ${NEEDLE} ${index}\n` : '';
      const text = `// sounding ${index}\n${line.repeat(5)}${needle}${line.repeat(5)}`;
      writeFileSync(join(path, `sounding-${file}.${extension}`), text);
    }
  }
  return root;
}

/** One folder with 50,000 entries. */
export function makeFlat(root: string): string {
  mkdirSync(root, { recursive: true });
  for (let index = 0; index < TREE_FILES; index += 1) writeFileSync(join(root, `entry-${index}.txt`), 'x');
  return root;
}

/**
 * A text file of this many bytes.
 *
 * @param lineBytes the length of a line, its newline included
 */
export function makeHuge(path: string, bytes: number, lineBytes: number): string {
  const block = Buffer.alloc(1_000_000, 'a');
  for (let at = lineBytes - 1; at < block.length; at += lineBytes) block[at] = 10;
  const file = openSync(path, 'w');
  for (let written = 0; written < bytes; written += block.length) writeSync(file, block);
  closeSync(file);
  return path;
}
