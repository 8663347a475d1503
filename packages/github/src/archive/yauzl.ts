// yauzl is CommonJS: its names are given here, so that it can be loaded late.
export { fromBufferPromise, getFileNameLowLevel, validateFileName } from 'yauzl';
