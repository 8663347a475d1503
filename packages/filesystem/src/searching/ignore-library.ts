/** The library of ignore rules for those who load it late: a bundle keeps the names of an ES module, not of CommonJS. */
export { default as createIgnore } from 'ignore';
