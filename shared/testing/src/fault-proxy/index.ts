export type { Fault, FaultTarget } from './fault.ts';
export { type FaultProxy, type SeenRequest, startFaultProxy } from './start-fault-proxy.ts';
