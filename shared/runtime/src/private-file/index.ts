export { withFileLock } from './file-lock.ts';
export { writePrivateFile } from './write-private-file.ts';
