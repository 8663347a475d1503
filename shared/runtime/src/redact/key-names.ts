/** Endings of key names, folded to lower case without separators, whose values are secrets. */
const secretEndings = [
  'password',
  'passwd',
  'pwd',
  'passphrase',
  'passcode',
  'secret',
  'token',
  'apikey',
  'authorization',
  'cookie',
  'privatekey',
  'secretkey',
  'accesskey',
  'accountkey',
  'signingkey',
  'encryptionkey',
  'sessionkey',
  'credential',
  'credentials',
  'secretaccesskey',
  'clientkeydata',
  'connectionstring',
  'authkey',
  'setcookie',
  'sharedaccesskey',
  'masterkey',
];

/** Tokens that are no secrets: places in a listing, and kinds of token. */
const harmless =
  /(?:page|continuation|continue|sync|next|cursor|delta|resume|progress|eos|bos|pad|unk|csstoken)token$/;

/** Whether the value under this key is a secret whatever it looks like. `PWD` is a shell's working folder. */
export function isSecretKey(name: string): boolean {
  if (name.length > 128 || name === 'PWD' || name === 'OLDPWD') return false;
  const folded = name.toLowerCase().replaceAll(/[-_. ]/g, '');
  return secretEndings.some((ending) => folded.endsWith(ending)) && !harmless.test(folded);
}
