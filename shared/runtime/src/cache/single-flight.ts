/** One load that several callers wait for. */
interface Flight<Value> {
  readonly result: Promise<Value>;
  readonly controller: AbortController;
  waiting: number;
}

/** Tells a load whether what it produced may still be kept. */
export interface FlightState {
  readonly signal: AbortSignal;
  current(): boolean;
}

/** One run for all who ask for the same key at the same time. */
export interface SingleFlight<Value> {
  /** Joins the flight of a key or starts one. The flight aborts once every caller's signal has. */
  join(key: string, start: (state: FlightState) => Promise<Value>, signal: AbortSignal): Promise<Value>;
  /** Makes later callers start anew; those who wait already keep their flight. */
  forget(key: string): void;
}

/** Makes the flights of one cache. */
export function createSingleFlight<Value>(): SingleFlight<Value> {
  const flights = new Map<string, Flight<Value>>();

  const begin = (key: string, start: (state: FlightState) => Promise<Value>): Flight<Value> => {
    const controller = new AbortController();
    const state = { signal: controller.signal, current: () => flights.get(key) === flight };
    // A microtask later, so that `flight` exists when `start` asks whether it is current.
    const result = Promise.resolve().then(() => start(state));
    const flight: Flight<Value> = { result, controller, waiting: 0 };
    flights.set(key, flight);
    const land = () => {
      if (flights.get(key) === flight) flights.delete(key);
    };
    result.then(land, land);
    return flight;
  };

  return {
    async join(key, start, signal) {
      signal.throwIfAborted();
      const flight = flights.get(key) ?? begin(key, start);
      flight.waiting += 1;
      try {
        return await abortable(flight.result, signal);
      } finally {
        flight.waiting -= 1;
        if (flight.waiting === 0) {
          if (flights.get(key) === flight) flights.delete(key);
          flight.controller.abort(signal.reason);
        }
      }
    },
    forget(key) {
      flights.delete(key);
    },
  };
}

/** What the promise gives, or the signal's reason as soon as it aborts. */
function abortable<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
