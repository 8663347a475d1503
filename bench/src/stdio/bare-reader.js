// The floor of a call that reads a file: a Node process that parses a line, reads the file it names and
// answers, with nothing checked, counted, recorded or bounded. It carries the text twice, as every server does.
import { readFileSync } from 'node:fs';

let held = '';
process.stdin.setEncoding('utf8').on('data', (chunk) => {
  const lines = (held + chunk).split('\n');
  held = lines.pop();
  process.stdout.write(lines.map(answer).join(''));
});

function answer(line) {
  const { id, method, params } = JSON.parse(line);
  if (id === undefined) return '';
  if (method !== 'tools/call') return `${JSON.stringify({ jsonrpc: '2.0', id, result: {} })}\n`;
  const text = readFileSync(params.arguments.path, 'utf8');
  const result = { content: [{ type: 'text', text }], structuredContent: { content: text } };
  return `${JSON.stringify({ jsonrpc: '2.0', id, result })}\n`;
}
