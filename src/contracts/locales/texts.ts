/** The shape of a set of texts: the same keys in every language, so that a missing translation does not compile. */
export type Texts<Shape> = { readonly [Key in keyof Shape]: Shape[Key] extends string ? string : Texts<Shape[Key]> };

/** Puts values in a text's `{{places}}`, the notation of i18next: main shares its texts with the window. */
export function fill(text: string, values: Readonly<Record<string, string | number>> = {}): string {
  return text.replace(/\{\{(\w+)\}\}/g, (place, name: string) => String(values[name] ?? place));
}
