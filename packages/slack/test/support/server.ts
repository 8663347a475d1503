import { fileURLToPath } from 'node:url';
import { nodeCommand, type ServerCommand } from '@portolan/testing';

const bin = fileURLToPath(new URL('../../src/bin.ts', import.meta.url));

/** The server from source, as a client's settings would start it. */
export const slackServer: ServerCommand = nodeCommand(bin);
