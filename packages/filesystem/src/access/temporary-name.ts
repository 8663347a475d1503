import { randomBytes } from 'node:crypto';

/** Names of what exists only during a write; a listing may leave them out. */
export const isTemporary = (name: string): boolean => /^\.portolan-(?:tmp|lock)-[\w-]+$/.test(name);

/** A name nobody else takes; what is left under it where a writer was killed is swept up later. */
export const temporaryName = (): string => `.portolan-tmp-${randomBytes(12).toString('base64url')}`;

/** A name for a folder that is to be deleted and may yet get its own back: however old it is, no sweep takes it. */
export const asideName = (): string => `.portolan-deleting-${randomBytes(12).toString('base64url')}`;
