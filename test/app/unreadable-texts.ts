/**
 * Texts of the window that nobody can read: cut off where there is no scrolling to the rest, or under something else.
 */
import type { Page } from 'playwright';

/**
 * In words, each with how many CSS pixels of it are missing. Text that ends in dots counts as whole where a title tells
 * all of it; what is only there for screen readers is left out.
 */
export function unreadableTexts(page: Page): Promise<string[]> {
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

    /** What lies over the middle of a text; null where that is the text itself, or cannot be asked there. */
    function overOf(element: Element, { left, top, width, height }: DOMRect): Element | null {
      const [x, y] = [left + width / 2, top + height / 2];
      if (x < 0 || y < 0 || x >= innerWidth || y >= innerHeight) return null;
      let over = document.elementFromPoint(x, y);
      while (over?.shadowRoot) {
        const inner: Element | null = over.shadowRoot.elementFromPoint(x, y);
        if (!inner || inner === over) break;
        over = inner;
      }
      for (let each: Element | null = element; each; each = parentOf(each)) {
        const { overflowY, pointerEvents } = getComputedStyle(each);
        // A label lies over its control, and what takes no pointer is not asked.
        if (each === over || pointerEvents === 'none') return null;
        // Scrolled away.
        const box = each.getBoundingClientRect();
        if (overflowY !== 'visible' && (y < box.top || y > box.bottom)) return null;
      }
      for (let each = over; each; each = parentOf(each)) if (each === element) return null;
      return over;
    }

    const nameOf = ({ localName, className }: Element): string =>
      className ? `${localName}.${String(className)}` : localName;

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
        const words = text.nodeValue!.trim();
        const over = isModal ? null : overOf(element, rect);
        if (over) found.push(`“${words}”: under ${nameOf(over)}`);
        const cut = cutOf(element, rect);
        if (!cut || titleOf(element).includes(words)) continue;
        const by = cut.by ? nameOf(cut.by) : 'the window';
        found.push(`“${words}”: ${Math.round(cut.missing)} px over the edge of ${by}`);
      }
    }

    // A dialog is meant to lie over all else.
    const dialogs = document.querySelector('gp-app')?.shadowRoot?.querySelector('gp-dialogs')?.shadowRoot;
    const isModal = !!dialogs?.querySelector('wa-dialog[open]');
    visit(document);
    return found;
  });
}
