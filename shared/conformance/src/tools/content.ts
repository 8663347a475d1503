import { fail } from '@portolan/runtime';
import { simpleTool } from '../define.ts';
import { pngBase64, wavBase64 } from '../samples.ts';

const image = { type: 'image', data: pngBase64, mimeType: 'image/png' } as const;

/** Every kind of content a result can hold, and an error. */
export const contentTools = [
  simpleTool('test_simple_text', 'Answers text.', () => 'This is a simple text response for testing.'),
  simpleTool('test_image_content', 'Answers an image.', () => [image]),
  simpleTool('test_audio_content', 'Answers audio.', () => [
    { type: 'audio', data: wavBase64, mimeType: 'audio/wav' },
  ]),
  simpleTool('test_embedded_resource', 'Answers an embedded resource.', () => [
    {
      type: 'resource',
      resource: { uri: 'test://embedded-resource', mimeType: 'text/plain', text: 'An embedded resource.' },
    },
  ]),
  simpleTool('test_multiple_content_types', 'Answers text, an image and a resource.', () => [
    { type: 'text', text: 'Multiple content types test:' },
    image,
    {
      type: 'resource',
      resource: { uri: 'test://mixed-resource', mimeType: 'application/json', text: '{"test":"data"}' },
    },
  ]),
  simpleTool('test_error_handling', 'Fails.', () =>
    fail('unsupported', 'This tool intentionally returns an error for testing.'),
  ),
];
