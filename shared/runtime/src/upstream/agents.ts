import type { Agent } from 'node:http';

/**
 * Connections that one upstream keeps open. A connection was let through by the rules for whoever opened it, so those
 * to where an upstream sends us on to are kept apart from its own, and no upstream takes those of another.
 */
export interface Agents {
  /** @param sentBy the host of the upstream that sent us on; undefined for the upstream itself */
  of(protocol: string, sentBy: string | undefined): Agent;
  /** Ends all of them. */
  close(): void;
}

/** A connection that nobody used for so long is closed, milliseconds: as long as Node's own agent keeps one. */
const IDLE_MS = 5_000;

/** Agents that open nothing until they are asked for, one for each protocol and each host that sent us on. */
export function createAgents(): Agents {
  const agents = new Map<string, Agent>();
  return {
    of(protocol, sentBy) {
      const key = `${protocol} ${sentBy ?? ''}`;
      const agent = agents.get(key) ?? makeAgent(protocol);
      agents.set(key, agent);
      return agent;
    },
    close() {
      for (const agent of agents.values()) agent.destroy();
      agents.clear();
    },
  };
}

function makeAgent(protocol: string): Agent {
  const { Agent } = process.getBuiltinModule(protocol === 'https:' ? 'node:https' : 'node:http');
  return new Agent({ keepAlive: true, scheduling: 'lifo', timeout: IDLE_MS });
}
