import { type Circuit, type CircuitOptions, createCircuit } from './circuit.ts';

/** Circuits that are remembered at most; past it the oldest begins anew. */
const maxKept = 1_000;

/** One circuit for each key, so that what keeps failing for one keeps nobody else; kept only while it says something. */
export function createCircuits(options: CircuitOptions) {
  const circuits = new Map<string, Circuit>();
  return async <Result>(
    key: string,
    call: () => Promise<Result>,
    judge: CircuitOptions['judge'],
  ): Promise<Result> => {
    const circuit = circuits.get(key) ?? createCircuit(options);
    circuits.set(key, circuit);
    const [oldest] = circuits.size > maxKept ? circuits.keys() : [];
    if (oldest !== undefined) circuits.delete(oldest);
    try {
      return await circuit.run(call, judge);
    } finally {
      if (circuit.idle && circuits.get(key) === circuit) circuits.delete(key);
    }
  };
}
