// The floor of every start: a Node process that answers one line and waits.
process.stdin.once('data', () => process.stdout.write('{"jsonrpc":"2.0","id":1,"result":{}}\n'));
