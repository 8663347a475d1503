// The floor of a call that runs a statement: a Node process that parses a line, sends the statement alone by `pg` and
// answers, with nothing checked, begun, rolled back, discarded, counted, recorded or bounded.
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.argv[2], max: 4 });
let held = '';
process.stdin.setEncoding('utf8').on('data', (chunk) => {
  const lines = (held + chunk).split('\n');
  held = lines.pop();
  for (const line of lines) void answer(JSON.parse(line));
});
process.stdin.on('end', () => pool.end());

async function answer({ id, method, params }) {
  if (id === undefined) return;
  const result = method === 'tools/call' ? await query(params.arguments.sql) : {};
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, result })}\n`);
}

async function query(sql) {
  const { fields, rows } = await pool.query({ text: sql, rowMode: 'array' });
  const structuredContent = { columns: fields.map(({ name }) => name), rows };
  return { content: [{ type: 'text', text: JSON.stringify(structuredContent) }], structuredContent };
}
