import { describe } from 'vitest';
import { describeBounds } from './bounds.ts';
import { describeClients } from './clients.ts';
import { describeCommandLine } from './command-line.ts';
import { describeDocuments } from './documents.ts';
import { describeHttp } from './http.ts';
import { describeInspector } from './inspector.ts';
import { describeSafety } from './safety.ts';
import type { ServerContract } from './server-contract.ts';
import { describeStdio } from './stdio.ts';

/** The suite every server passes, through the protocol: with every client, on both transports. */
export function describeServerContract(contract: ServerContract): void {
  describe(`${contract.name}: clients`, () => describeClients(contract));
  describe(`${contract.name}: bounds`, () => describeBounds(contract));
  describe(`${contract.name}: safety`, () => describeSafety(contract));
  describe(`${contract.name}: resources and prompts`, () => describeDocuments(contract));
  describe(`${contract.name}: stdio`, () => describeStdio(contract));
  describe(`${contract.name}: HTTP`, () => describeHttp(contract));
  describe(`${contract.name}: command line`, () => describeCommandLine(contract));
  describe(`${contract.name}: MCP Inspector`, () => describeInspector(contract));
}
