import { fileURLToPath } from 'node:url';
import { nodeCommand } from '@portolan/testing';

/** The server from source, with whatever it is given. */
export const gitServer = nodeCommand(fileURLToPath(new URL('../../src/bin.ts', import.meta.url)));
