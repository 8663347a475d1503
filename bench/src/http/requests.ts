import { toolName } from './tools.ts';

/** One kind of request: what is sent, and a piece of the right answer. */
export interface Ask {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly expects: string;
}

const TEXT = 'nine fathoms, sand and shell';
const MODERN = '2026-07-28';
const name = toolName(7);
const common = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
const envelope = {
  'io.modelcontextprotocol/protocolVersion': MODERN,
  'io.modelcontextprotocol/clientInfo': { name: 'bench', version: '1.0.0' },
  'io.modelcontextprotocol/clientCapabilities': {},
};

export const modernCall: Ask = {
  headers: { ...common, 'mcp-protocol-version': MODERN, 'mcp-method': 'tools/call', 'mcp-name': name },
  body: request('tools/call', { name, arguments: { text: TEXT }, _meta: envelope }),
  expects: TEXT,
};

export const modernList: Ask = {
  headers: { ...common, 'mcp-protocol-version': MODERN, 'mcp-method': 'tools/list' },
  body: request('tools/list', { _meta: envelope }),
  expects: name,
};

export const legacyCall: Ask = {
  headers: { ...common, 'mcp-protocol-version': '2025-11-25' },
  body: request('tools/call', { name, arguments: { text: TEXT } }),
  expects: TEXT,
};

export const legacyInitialize: Ask = {
  headers: common,
  body: request('initialize', {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 'bench', version: '1.0.0' },
  }),
  expects: 'serverInfo',
};

export const inSession = (ask: Ask, session: string): Ask => ({
  ...ask,
  headers: { ...ask.headers, 'mcp-session-id': session },
});

function request(method: string, params: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
}
