/** Texts of the window that are cut off where nobody can scroll to the rest of them. */
import type { Page } from 'playwright';

/**
 * In words, each with how many CSS pixels of it are missing. Text that ends in dots counts as whole where a title tells all
 * of it; what is only there for screen readers is left out.
 */
export function clippedTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    /** Letters may reach a pixel over their line. */
    const SLACK = 1.5;
    const found: string[] = [];

    const parentOf = (element: Element): Element | null => {
      const root = element.getRootNode();
      return element.assignedSlot ?? element.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
    };

    /** How far a text reaches over what shows it, and which element cuts it. */
    function cutOf(element: Element, text: DOMRect): { missing: number; by: Element | null } | null {
      let [canScrollX, canScrollY] = [false, false];
      for (let each: Element | null = element; each; each = parentOf(each)) {
        const style = getComputedStyle(each);
        const box = each.getBoundingClientRect();
        // Only for screen readers.
        if (box.width <= 1 || box.height <= 1 || style.clipPath !== 'none') return null;
        if (style.display !== 'contents' && style.display !== 'inline') {
          const hides = (value: string): boolean => value === 'hidden' || value === 'clip';
          if (hides(style.overflowX) && !canScrollX) {
            const missing = Math.max(box.left - text.left, text.right - box.right);
            if (missing > SLACK) return { missing, by: each };
          }
          if (hides(style.overflowY) && !canScrollY) {
            const missing = Math.max(box.top - text.top, text.bottom - box.bottom);
            if (missing > SLACK) return { missing, by: each };
          }
          const scrolls = (value: string): boolean => value === 'auto' || value === 'scroll';
          canScrollX ||= scrolls(style.overflowX);
          canScrollY ||= scrolls(style.overflowY);
        }
        // What is fixed lies in the window, whatever it is in.
        if (style.position === 'fixed') break;
      }
      const overX = Math.max(-text.left, text.right - innerWidth);
      const overY = Math.max(-text.top, text.bottom - innerHeight);
      const missing = Math.max(canScrollX ? 0 : overX, canScrollY ? 0 : overY);
      return missing > SLACK ? { missing, by: null } : null;
    }

    function titleOf(element: Element): string {
      for (let each: Element | null = element; each; each = parentOf(each)) {
        const title = each.getAttribute('title');
        if (title) return title;
      }
      return '';
    }

    function visit(root: Document | ShadowRoot): void {
      for (const element of root.querySelectorAll('*')) {
        if (element.shadowRoot) visit(element.shadowRoot);
        if (element instanceof HTMLElement) look(element);
      }
    }

    function look(element: HTMLElement): void {
      const texts = [...element.childNodes].filter(
        (node) => node.nodeType === Node.TEXT_NODE && node.nodeValue?.trim(),
      );
      if (texts.length === 0 || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return;
      for (const text of texts) {
        const range = document.createRange();
        range.selectNodeContents(text);
        const rect = range.getBoundingClientRect();
        if (rect.width === 0) continue;
        const cut = cutOf(element, rect);
        const words = text.nodeValue!.trim();
        if (!cut || titleOf(element).includes(words)) continue;
        const by = cut.by
          ? `${cut.by.localName}${cut.by.className ? `.${String(cut.by.className)}` : ''}`
          : 'the window';
        found.push(`“${words}”: ${Math.round(cut.missing)} px over the edge of ${by}`);
      }
    }

    visit(document);
    return found;
  });
}
