import { constants, existsSync } from 'node:fs';

const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK, O_DIRECTORY, O_NOCTTY } = constants;
const or = (...flags: readonly (number | undefined)[]) =>
  flags.reduce<number>((all, flag) => all | (flag ?? 0), 0);

/** Linux's `O_PATH`, which Node does not name: a descriptor that only marks a place, opened without side effects. */
const O_PATH = 0o10000000;

/** Whether descriptors can be asked for their place, and folders entered through them, under `/proc/self/fd`. */
export const hasProc = process.platform === 'linux' && existsSync('/proc/self/fd');

/** For content. Never follows a final link, never waits for a FIFO's writer, never becomes a controlling terminal. */
export const READ_FLAGS = or(O_RDONLY, O_NOFOLLOW, O_NONBLOCK, O_NOCTTY);
/** For the entries of a folder. */
const LIST_FLAGS = or(O_RDONLY, O_NOFOLLOW, O_NONBLOCK, O_DIRECTORY);
/** For a place alone: file, folder or special, needing no read permission. */
export const MARK_FLAGS = hasProc ? or(O_PATH, O_NOFOLLOW) : READ_FLAGS;
/** For a folder as the base of other calls. */
export const BASE_FLAGS = hasProc ? or(O_PATH, O_NOFOLLOW, O_DIRECTORY) : LIST_FLAGS;
/** For a new file: fails when the name is taken, also by a link. */
export const CREATE_FLAGS = or(constants.O_WRONLY, constants.O_CREAT, constants.O_EXCL, O_NOFOLLOW);
/** For adding at the end of a file that exists. */
export const APPEND_FLAGS = or(constants.O_WRONLY, constants.O_APPEND, O_NOFOLLOW, O_NONBLOCK, O_NOCTTY);
