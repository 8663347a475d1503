// The floor of a call that leaves nothing behind: as `bare-query.js`, but each statement goes out in our server's own
// flight (a read-only transaction, its rollback, `DISCARD ALL`, one synchronisation), over the same login of `pg`.
// What a process without any runtime reaches so, no server with this envelope can pass by much.
import pg from 'pg';

const CONNECTIONS = 4;
const READY = 0x5a;
const ROW = 0x44;
const COLUMNS = 0x54;

const message = (kind, ...parts) => {
  const body = Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(`${part}\0`) : part)),
  );
  const head = Buffer.alloc(5);
  head.write(kind);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
};
const zeros = (bytes) => Buffer.alloc(bytes);
const statement = (sql, described = false) =>
  Buffer.concat([
    message('P', '', sql, zeros(2)),
    message('B', '', '', zeros(6)),
    ...(described ? [message('D', 'P')] : []),
    message('E', '', zeros(4)),
  ]);
const before = statement('BEGIN READ ONLY');
const after = Buffer.concat([statement('ROLLBACK'), statement('DISCARD ALL'), message('S')]);

const idle = [];
const waiting = [];
for (let count = 0; count < CONNECTIONS; count += 1) idle.push(await open());

async function open() {
  const client = new pg.Client({ connectionString: process.argv[2] });
  await client.connect();
  const { stream } = client.connection;
  const link = { stream, taken: undefined };
  let held = Buffer.alloc(0);
  stream.removeAllListeners('data');
  stream.on('data', (chunk) => {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    // The synchronisation is answered last, in six bytes.
    if (held[held.length - 6] !== READY || held.readInt32BE(held.length - 5) !== 5) return;
    const answer = held;
    held = Buffer.alloc(0);
    link.taken(answer);
  });
  return link;
}

function fly(sql, taken) {
  const link = idle.pop();
  if (link === undefined) return void waiting.push([sql, taken]);
  link.taken = (bytes) => {
    idle.push(link);
    const next = waiting.shift();
    if (next !== undefined) fly(...next);
    taken(read(bytes));
  };
  link.stream.write(Buffer.concat([before, statement(sql, true), after]));
}

function read(bytes) {
  const answer = { columns: [], rows: [] };
  for (let at = 0; at < bytes.length; at += 1 + bytes.readInt32BE(at + 1)) {
    let from = at + 7;
    const next = () => {
      const begin = from + 4;
      from = begin + bytes.readInt32BE(from);
      return Number(bytes.toString('utf8', begin, from));
    };
    if (bytes[at] === ROW) answer.rows.push(Array.from({ length: bytes.readInt16BE(at + 5) }, next));
    if (bytes[at] === COLUMNS) answer.columns.push(bytes.toString('utf8', from, bytes.indexOf(0, from)));
  }
  return answer;
}

let held = '';
process.stdin.setEncoding('utf8').on('data', (chunk) => {
  const lines = (held + chunk).split('\n');
  held = lines.pop();
  for (const line of lines) serve(JSON.parse(line));
});
process.stdin.on('end', () => process.exit());

function serve({ id, method, params }) {
  if (id === undefined) return;
  const say = (result) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, result })}\n`);
  if (method !== 'tools/call') return say({});
  fly(params.arguments.sql, (structuredContent) => {
    say({ content: [{ type: 'text', text: JSON.stringify(structuredContent) }], structuredContent });
  });
}
