/** As much of a browser's XML documents as three's loader of 3MF files asks for, on saxes. */
import { SaxesParser } from 'saxes';

export class SmallElement {
  readonly nodeName: string;
  readonly attributes: readonly { readonly name: string; readonly value: string }[];
  readonly children: SmallElement[] = [];
  textContent = '';

  constructor(nodeName: string, attributes: Readonly<Record<string, string>>) {
    this.nodeName = nodeName;
    this.attributes = Object.entries(attributes).map(([name, value]) => ({ name, value }));
  }

  getAttribute(name: string): string | null {
    return this.attributes.find((attribute) => attribute.name === name)?.value ?? null;
  }

  /** Names alone, a blank between those of ancestor and descendant; whatever their namespace. */
  querySelectorAll(selector: string): SmallElement[] {
    const [first = '', ...rest] = selector.split(' ');
    const found = this.children.flatMap((child): SmallElement[] => [
      ...(child.nodeName.replace(/^.*:/, '') === first ? [child] : []),
      ...child.querySelectorAll(first),
    ]);
    return rest.length === 0 ? found : found.flatMap((element) => element.querySelectorAll(rest.join(' ')));
  }

  querySelector(selector: string): SmallElement | null {
    return this.querySelectorAll(selector)[0] ?? null;
  }

  /** Beam lattices, of which our files have none. */
  getElementsByTagNameNS(): [] {
    return [];
  }
}

export class SmallDomParser {
  parseFromString(text: string): SmallElement & { readonly documentElement: SmallElement } {
    const open = [new SmallElement('#document', {})];
    const parser = new SaxesParser<{ xmlns: false }>({ xmlns: false });
    parser.on('error', (error) => {
      throw error;
    });
    parser.on('opentag', ({ name, attributes }) => {
      const element = new SmallElement(name, attributes);
      open.at(-1)!.children.push(element);
      open.push(element);
    });
    parser.on('text', (piece) => void (open.at(-1)!.textContent += piece));
    parser.on('closetag', () => void open.pop());
    parser.write(text).close();
    return Object.assign(open[0]!, { documentElement: open[0]!.children[0]! });
  }
}
