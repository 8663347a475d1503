import { setTimeout as sleep } from 'node:timers/promises';
import { simpleTool } from '../define.ts';

/** What a tool tells while it runs: log messages, progress, changed lists. */
export const noticeTools = [
  simpleTool('test_tool_with_logging', 'Logs while it runs.', async ({ log, signal }) => {
    for (const message of ['Tool execution started', 'Tool processing data', 'Tool execution completed']) {
      log.info(message);
      await sleep(50, undefined, { signal });
    }
    return 'Tool with logging executed successfully';
  }),
  simpleTool('test_logging_tool', 'Logs once.', ({ log }) => {
    log.info('test_logging_tool ran');
    return 'logged';
  }),
  simpleTool('test_tool_with_progress', 'Reports progress.', async ({ progress, signal }) => {
    for (const done of [0, 50, 100]) {
      progress(done, 100, `Completed step ${done} of 100`);
      await sleep(50, undefined, { signal });
    }
    return 'done';
  }),
  simpleTool('test_reconnection', 'Lets go of its stream.', async ({ releaseStream, signal }) => {
    releaseStream();
    await sleep(100, undefined, { signal });
    return 'Reconnection test completed successfully.';
  }),
  simpleTool('test_streaming_elicitation', 'Asks nobody anything.', () => 'no question'),
  simpleTool('test_trigger_tool_change', 'Says that the tools changed.', ({ toolListChanged }) => {
    toolListChanged();
    return 'said';
  }),
  simpleTool('test_trigger_prompt_change', 'Says that the prompts changed.', ({ promptListChanged }) => {
    promptListChanged();
    return 'said';
  }),
];
