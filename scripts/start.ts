import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** Builds the filesystem server and serves a sample folder over Streamable HTTP on loopback. */

const root = fileURLToPath(new URL('..', import.meta.url));
const sample = `${root}.cache/sample`;
const bin = `${root}packages/filesystem/dist/bin.js`;
const port = process.env.PORT ?? '3000';
// By the short way, which stays the same when another version is pinned; only so far as it is there.
const short = `${root}node_modules/node/bin/node`;
const node = existsSync(short) ? short : process.execPath;

// Only this package is installed for sure, so its own build runs, and not those of what its tests need.
const built = spawnSync(process.execPath, ['--run', 'build'], {
  cwd: `${root}packages/filesystem`,
  stdio: ['ignore', 2, 2],
});
if (built.status !== 0) process.exit(1);
// A copy, so that what a client writes does not change the checkout.
if (!existsSync(sample)) cpSync(`${root}samples/harbour`, sample, { recursive: true });

const server = spawn(process.execPath, [bin, sample, '--http', '--port', port], {
  stdio: ['ignore', 'inherit', 'pipe'],
  // In a group of its own, so that Ctrl-C reaches it once, from here: a second signal would end it at once.
  detached: true,
});
const stop = (signal: NodeJS.Signals) => void (server.killed || server.kill(signal));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
// Its terminal was closed. Nothing may be left that nobody sees and that holds the port.
process.on('SIGHUP', () => stop('SIGTERM'));
process.stderr.on('error', () => stop('SIGTERM'));
process.on('exit', () => stop('SIGTERM'));
server.on('exit', (code) => process.exit(code ?? 1));
createInterface({ input: server.stderr }).on('line', (line) => {
  const url = servingUrl(line);
  process.stderr.write(url ? guidance(url) : `${line}\n`);
});

function servingUrl(line: string): string | undefined {
  return line.includes('Serving Streamable HTTP') ? /"url":"([^"]+)"/.exec(line)?.[1] : undefined;
}

function guidance(url: string): string {
  const overHttp = JSON.stringify({ mcpServers: { filesystem: { type: 'http', url } } }, null, 2);
  const overStdio = JSON.stringify(
    { mcpServers: { filesystem: { command: node, args: [bin, sample] } } },
    null,
    2,
  );
  return `
Portolan's filesystem server is at ${url}
It serves ${sample}

For a client that speaks Streamable HTTP, paste:
${overHttp}

For a client that starts its servers itself (stdio), paste:
${overStdio}

VS Code (.vscode/mcp.json) writes "servers" in place of "mcpServers"; Claude Desktop takes the second form alone.

Try it from another terminal:
  curl -s ${url} -H 'content-type: application/json' -H 'accept: application/json, text/event-stream' \\
    -d '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"directory_tree","arguments":{"path":"${sample}"}}}'

Ctrl-C ends it.
`;
}
