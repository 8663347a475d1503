import { randomBytes } from 'node:crypto';

/** Names of what exists only during a write; a listing may leave them out. */
export const isTemporary = (name: string): boolean => /^\.portolan-(?:tmp|lock)-[\w-]+$/.test(name);

export const temporaryName = (): string => `.portolan-tmp-${randomBytes(12).toString('base64url')}`;
