/** All that is not a control in ASCII is seen, and most text is nothing else. */
const plain = /^[\t\n -~]*$/;

/** Made for the first text that needs them: to read tables of Unicode takes a millisecond or more. */
const patterns = once(() => {
  /**
   * Characters that show nothing, move what is shown, or are no characters at all: controls except tab and
   * newline, format characters (bidirectional, zero-width, tags), line separators, everything Unicode lets a font
   * leave out, lone surrogates and noncharacters.
   *
   * Left out are the format characters that are drawn: Arabic, Syriac and Kaithi signs before a number, and the
   * joiners of hieroglyphs (Unicode 16, section 23.2 and Prepended_Concatenation_Mark).
   */
  const hidden =
    /[[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]--[\t\n\u{600}-\u{605}\u{6DD}\u{70F}\u{890}\u{891}\u{8E2}\u{110BD}\u{110CD}\u{13430}-\u{1343F}]]/v;

  const everyHidden = new RegExp(hidden.source, 'gv');

  /** Scripts whose spelling uses the zero-width joiner and non-joiner (Unicode 16, sections 9.2 and 12.1). */
  const beforeJoiner =
    /[[\p{scx=Arab}\p{scx=Syrc}\p{scx=Mong}\p{scx=Deva}\p{scx=Beng}\p{scx=Guru}\p{scx=Gujr}\p{scx=Orya}\p{scx=Taml}\p{scx=Telu}\p{scx=Knda}\p{scx=Mlym}\p{scx=Sinh}\p{scx=Khmr}\p{scx=Mymr}]&&[\p{L}\p{M}]]$/v;
  const afterJoiner = new RegExp(`^${beforeJoiner.source.slice(0, -1)}`, 'v');
  const pictureBefore = /\p{Extended_Pictographic}[\u{FE0F}\p{Emoji_Modifier}]?$/v;
  const pictureAfter = /^\p{Extended_Pictographic}/v;
  const selectable = /\p{Extended_Pictographic}$/v;
  return { hidden, everyHidden, beforeJoiner, afterJoiner, pictureBefore, pictureAfter, selectable };
});

const joiner = '\u{200D}';
const nonJoiner = '\u{200C}';
const emojiStyle = '\u{FE0F}';
const textStyle = '\u{FE0E}';
/** The longest thing looked for on either side of a hidden character, in UTF-16 units. */
const reach = 4;

/**
 * Replaces hidden characters, except where one belongs to what is shown: inside an emoji, and a single joiner
 * between letters of a script that is spelled with it.
 *
 * @param replacement what to write for one; it gets the character and the one unit after it
 */
export function replaceHidden(
  text: string,
  replacement: (character: string, next: string) => string,
): string {
  if (plain.test(text)) return text;
  const { hidden, everyHidden } = patterns();
  if (!hidden.test(text)) return text;
  return text.replaceAll(everyHidden, (character, at: number) => {
    const end = at + character.length;
    const next = text.slice(end, end + reach);
    return belongs(character, text.slice(Math.max(0, at - reach), at), next)
      ? character
      : replacement(character, next.charAt(0));
  });
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function belongs(character: string, before: string, after: string): boolean {
  const { beforeJoiner, afterJoiner, pictureBefore, pictureAfter, selectable } = patterns();
  if (character === emojiStyle && after.startsWith('\u{20E3}') && /[#*0-9]$/.test(before)) return true;
  if (character === emojiStyle || character === textStyle) return selectable.test(before);
  if (character !== joiner && character !== nonJoiner) return false;
  if (beforeJoiner.test(before) && afterJoiner.test(after)) return true;
  return character === joiner && pictureBefore.test(before) && pictureAfter.test(after);
}
