import { expect, it } from 'vitest';
import type { FilePlace } from '../file-place.ts';
import { BatchBuilder, filesOf } from './batch.ts';

const place = (folder: string, name: string, rawName: string | Uint8Array = name): FilePlace => ({
  entry: { name, rawName },
  path: folder === '' ? name : `${folder}/${name}`,
  folder: folder === '' ? '/root' : `/root/${folder}`,
});

it('gives back the files that were added, in their order, through a message', () => {
  const files = [
    place('', 'a'),
    place('', 'b\nc'),
    place('', '\\xe9', new Uint8Array([0xe9])),
    place('', 'd'),
    place('sub/below', 'a'),
    place('sub', 'z é'),
  ];
  const builder = new BatchBuilder();
  for (const file of files) builder.add(file);
  expect(builder.count).toBe(6);
  expect([...filesOf(structuredClone(builder.take()))]).toEqual(files);
  expect(builder.count).toBe(0);
  builder.add(place('sub', 'next'));
  expect([...filesOf(builder.take())]).toEqual([place('sub', 'next')]);
  expect(builder.take()).toEqual([]);
});
