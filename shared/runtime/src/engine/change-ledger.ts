import type { Change, Changes } from '../definition/context.ts';
import { ToolError } from '../errors/tool-error.ts';

const none: readonly string[] = [];

/** What one call has changed so far, so that the error that ends it can say what stays. */
export class ChangeLedger implements Changes {
  #made = none;
  #underWay = none;
  #notTried = none;

  made(...names: readonly string[]): void {
    this.#made = [...this.#made, ...names];
  }

  async inOrder<Result>(changes: readonly Change<Result>[]): Promise<readonly Result[]> {
    const results: Result[] = [];
    for (const [index, { names, make }] of changes.entries()) {
      this.#underWay = names;
      this.#notTried = changes.slice(index + 1).flatMap((later) => later.names);
      results.push(await make());
      this.made(...names);
      this.#underWay = none;
    }
    return results;
  }

  /** The error with what was made before it; as it is where that was nothing, and nothing was left. */
  told(error: ToolError): ToolError {
    const [made, failed, notTried] = [this.#made, this.#underWay, this.#notTried];
    if (made.length === 0 && notTried.length === 0) return error;
    const { code, message, next, retryAfterMs, data, cause } = error;
    const said = [
      message,
      ...sentence('Made and kept', made),
      ...sentence('Failed', failed),
      ...sentence('Not tried', notTried),
    ];
    return new ToolError(code, said.join(' '), {
      next: made.length === 0 ? next : `${next} When you call again, leave out what was made.`,
      cause,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
      data: { ...data, changes: { made, failed, notTried } },
    });
  }
}

const sentence = (what: string, names: readonly string[]) =>
  names.length === 0 ? [] : [`${what}: ${names.join(', ')}.`];
