import { describeListing } from '@portolan/testing';
import server from '../src/server.ts';

describeListing({
  server,
  folder: new URL('../', import.meta.url),
  everyTool: ['--mode', 'admin'],
  maxDefaultBytes: 6 * 1024,
  maxDefaultTools: 8,
  destructive: ['execute', 'migrate', 'cancel_backend'],
});
