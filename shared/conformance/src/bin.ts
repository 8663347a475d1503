#!/usr/bin/env node
import { main } from '@portolan/runtime/start';

await main(() => import('./server.ts'));
