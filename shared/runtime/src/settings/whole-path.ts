import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { parseDestination } from '../audit/sinks/select.ts';
import type { SettingSpec } from './spec.ts';

/**
 * The value of a setting that names a file or a folder, from the root; any other value as it is.
 *
 * @param folder what a relative path starts from
 */
export function wholePath(spec: SettingSpec, value: string, folder: string): string {
  if (!spec.path || !isFile(spec, value)) return value;
  return resolve(folder, value.replace(/^~(?=[/\\]|$)/, homedir()));
}

/** An audit log may go elsewhere than to a file, and be named by a `file:` URL. */
const isFile = ({ key }: SettingSpec, value: string) =>
  value !== '' && (key !== 'audit' || (parseDestination(value).kind === 'file' && !/^file:/i.test(value)));
