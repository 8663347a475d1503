import { main } from '@portolan/runtime/start';

await main(() => import('./our-server.ts'));
