import { GitLane, type LaneOptions } from './git-lane.ts';
import { type GitRequest, type GitResult, runGit } from './run-git.ts';

/** Lanes of one repository; a lane that would only be used once costs more than it saves. */
const MAX_LANES = 4;
/** A lane that nobody asks anything is ended after this, milliseconds. */
const IDLE_MS = 30_000;
/** After so many losses in a row git is started from here alone. */
const MAX_LOSSES = 3;

/**
 * Runs git commands that only read, each in a lane that is free; whatever cannot go that way, finds none
 * or is lost on it, starts git from here.
 */
export class GitLanes {
  readonly #options: LaneOptions;
  readonly #idleMs: number;
  readonly #idle: { readonly lane: GitLane; readonly timer: NodeJS.Timeout }[] = [];
  #busy = 0;
  #losses = 0;
  #closed = false;

  constructor(options: LaneOptions, idleMs = IDLE_MS) {
    this.#options = options;
    this.#idleMs = idleMs;
  }

  /** @throws ToolError as `runGit` does */
  async run(request: Omit<GitRequest, keyof LaneOptions>): Promise<GitResult> {
    const direct = () => runGit({ ...request, ...this.#options });
    const fits = !request.writes && request.input === undefined && GitLane.fits(request);
    const usable = !this.#closed && this.#losses < MAX_LOSSES && process.platform !== 'win32';
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

  #take(): GitLane {
    for (let free = this.#idle.pop(); free; free = this.#idle.pop()) {
      clearTimeout(free.timer);
      if (free.lane.usable) return free.lane;
    }
    return new GitLane(this.#options);
  }

  #give(lane: GitLane): void {
    if (!lane.usable || this.#closed) {
      lane.retire();
      return;
    }
    const timer = setTimeout(() => this.#drop(lane), this.#idleMs);
    timer.unref();
    this.#idle.push({ lane, timer });
  }

  #drop(lane: GitLane): void {
    const at = this.#idle.findIndex((one) => one.lane === lane);
    if (at !== -1) this.#idle.splice(at, 1);
    lane.retire();
  }
}
