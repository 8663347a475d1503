/** Rows of a CSV text below its header; a field in quotes may go over lines. */
export function csvRows(text: string): number {
  const rows = text.replace(/"(?:[^"]|"")*"/g, 'quoted').split('\n');
  return rows.filter((line) => line !== '').length - 1;
}
