import { expect, it } from 'vitest';
import { csvRows } from './csv-rows.ts';

it('counts rows below the header', () => {
  expect(csvRows('id,text\n')).toBe(0);
  expect(csvRows('id,text\n1,one\n2,two')).toBe(2);
});

it('takes line ends and quotes in a field for text', () => {
  expect(csvRows('id,text\n1,"one\n\n""more""\n"\n2,"a,b"\n')).toBe(2);
});

it('counts a row of empty fields', () => {
  expect(csvRows('id\n""\n""\n')).toBe(2);
});
