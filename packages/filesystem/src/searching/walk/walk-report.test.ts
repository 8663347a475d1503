import { expect, it } from 'vitest';
import { addNews, countUnreadable, newReport, takeNews } from './walk-report.ts';

it('hands over what went wrong once, and keeps the first few names', () => {
  const walked = newReport();
  const total = newReport();
  expect(takeNews(walked)).toBeUndefined();
  for (let index = 0; index < 7; index += 1) countUnreadable(walked, `a${index}`);
  walked.truncatedBy.add('depth');
  addNews(total, takeNews(walked));
  expect(takeNews(walked)).toBeUndefined();
  for (let index = 0; index < 7; index += 1) countUnreadable(walked, `b${index}`);
  addNews(total, takeNews(walked));
  addNews(total, undefined);
  expect(total).toMatchObject({ unreadable: 14, truncatedBy: new Set(['depth']) });
  expect(total.unreadablePaths).toEqual(['a0', 'a1', 'a2', 'a3', 'a4', 'a5', 'a6', 'b0', 'b1', 'b2']);
});
