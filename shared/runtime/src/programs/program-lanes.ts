import { type LaneOptions, ProgramLane } from './program-lane.ts';
import { type ProgramRequest, type ProgramResult, runProgram } from './run-program.ts';

/** Most lanes at once; a lane that would only be used once costs more than it saves. */
const MAX_LANES = 4;
/** A lane that nobody asks anything is ended after this, milliseconds. */
const IDLE_MS = 30_000;
/** After so many losses in a row the program is started from here alone. */
const MAX_LOSSES = 3;

/**
 * Runs a program that only reads, each time in a lane that is free; whatever cannot go that way, finds none
 * or is lost on it, starts the program from here.
 */
export class ProgramLanes {
  readonly #options: LaneOptions;
  readonly #idleMs: number;
  readonly #idle: { readonly lane: ProgramLane; readonly timer: NodeJS.Timeout }[] = [];
  #busy = 0;
  #losses = 0;
  #closed = false;

  constructor(options: LaneOptions, idleMs = IDLE_MS) {
    this.#options = options;
    this.#idleMs = idleMs;
  }

  /** @throws ToolError as `runProgram` does */
  async run(request: Omit<ProgramRequest, keyof LaneOptions>): Promise<ProgramResult> {
    const direct = () => runProgram({ ...request, ...this.#options });
    const fits = !request.writes && request.input === undefined && ProgramLane.fits(request);
    const usable = !this.#closed && this.#losses < MAX_LOSSES && isAsItself();
    if (!fits || !usable || this.#busy >= MAX_LANES) return direct();
    const lane = this.#take();
    this.#busy += 1;
    try {
      const result = await lane.run(request);
      this.#losses = result === undefined ? this.#losses + 1 : 0;
      return result ?? (await direct());
    } finally {
      this.#busy -= 1;
      this.#give(lane);
    }
  }

  /** Ends the lanes that wait; the others end after what they do. */
  close(): void {
    this.#closed = true;
    for (const { lane, timer } of this.#idle.splice(0)) {
      clearTimeout(timer);
      lane.retire();
    }
  }

  #take(): ProgramLane {
    for (let free = this.#idle.pop(); free; free = this.#idle.pop()) {
      clearTimeout(free.timer);
      if (free.lane.usable) return free.lane;
    }
    return new ProgramLane(this.#options);
  }

  #give(lane: ProgramLane): void {
    if (!lane.usable || this.#closed) {
      lane.retire();
      return;
    }
    const timer = setTimeout(() => this.#drop(lane), this.#idleMs);
    timer.unref();
    this.#idle.push({ lane, timer });
  }

  #drop(lane: ProgramLane): void {
    const at = this.#idle.findIndex((one) => one.lane === lane);
    if (at !== -1) this.#idle.splice(at, 1);
    lane.retire();
  }
}

/** Where there is a shell, and it would not give up a user or group that this process has taken on. */
function isAsItself(): boolean {
  const { getuid, geteuid, getgid, getegid } = process;
  return getuid !== undefined && getuid() === geteuid?.() && getgid?.() === getegid?.();
}
