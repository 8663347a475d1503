import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/**
 * The licence texts of every package whose files are in a bundle.
 *
 * @param inputs the bundled files, relative to the folder
 * @throws Error for a package that ships no licence text
 */
export async function thirdPartyNotices(inputs: readonly string[], folder: string): Promise<string> {
  const roots = new Set(inputs.flatMap((input) => packageRoot(resolve(folder, input)) ?? []));
  const notices = await Promise.all([...roots].map(notice));
  const unique = [...new Set(notices)].toSorted();
  return `This package contains code of the following packages.\n\n${unique.join('\n')}`;
}

function packageRoot(file: string): string | undefined {
  const at = file.lastIndexOf('/node_modules/');
  if (at === -1) return undefined;
  const [first = '', second = ''] = file.slice(at + '/node_modules/'.length).split('/');
  return join(file.slice(0, at), 'node_modules', first, first.startsWith('@') ? second : '');
}

async function notice(root: string): Promise<string> {
  const { name, version, license } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const files = await readdir(root);
  const licence = files.find((file) => /^licen[cs]e/i.test(file));
  const text = licence
    ? await readFile(join(root, licence), 'utf8')
    : `Licence: ${license} (the package ships no text)`;
  if (!licence && !license) throw new Error(`${name} has no licence.`);
  return `--- ${name} ${version} (${license})\n\n${text.trim()}\n`;
}
