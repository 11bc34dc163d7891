/**
 * The page's own script: sorts, filters, says times in the reader's zone. Plain browser JavaScript as text, since it is
 * to be part of a file. It only shows and hides what is there already; the page's policy runs no other script, which it
 * knows by the hash.
 */

/** Hash of `PAGE_SCRIPT`, as the policy wants it; a test computes it anew, and says what it should be. */
export const PAGE_SCRIPT_HASH = 'sha256-T9TRFhPQFCwQXdTGCw3159iSPQ46NlsmJOPUkvP93X4=';

export const PAGE_SCRIPT = `'use strict';
for (const time of document.querySelectorAll('time')) {
  const format = { dateStyle: 'medium', timeStyle: 'short' };
  time.textContent = new Intl.DateTimeFormat('en-GB', format).format(new Date(time.dateTime));
}

const body = document.querySelector('tbody');
if (body) {
  const rows = [...body.rows].map((element, place) => ({
    element,
    place,
    keys: JSON.parse(element.dataset.keys),
    text: element.textContent.toLowerCase(),
  }));
  const heads = [...document.querySelectorAll('thead th[aria-sort]')];
  const controls = document.querySelector('.controls');
  const status = controls.querySelector('output');
  const nothing = document.querySelector('.nothing');
  const byName = new Intl.Collator('en', { numeric: true }).compare;
  const count = new Intl.NumberFormat('en').format;

  /** Files without a value come last either way; equal ones stay as they were at first. */
  const compare = (column, sign) => (a, b) => {
    const [x, y] = [a.keys[column], b.keys[column]];
    if (x === null || y === null) return (x === null) - (y === null) || a.place - b.place;
    return sign * (typeof x === 'string' ? byName(x, y) : x - y) || a.place - b.place;
  };

  /** Names begin with A, numbers with the largest, which is what one looks for; the third time all is as at first. */
  const sortBy = (column) => {
    const head = heads[column];
    const first = column === 0 ? 'ascending' : 'descending';
    const second = column === 0 ? 'descending' : 'ascending';
    const next = { none: first, [first]: second, [second]: 'none' }[head.ariaSort];
    for (const other of heads) other.ariaSort = other === head ? next : 'none';
    const order = next === 'none' ? (a, b) => a.place - b.place : compare(column, next === 'ascending' ? 1 : -1);
    body.append(...[...rows].sort(order).map((row) => row.element));
  };
  heads.forEach((head, column) => {
    const button = head.querySelector('button');
    button.disabled = false;
    button.addEventListener('click', () => sortBy(column));
  });

  const filter = () => {
    const words = controls.elements.filter.value.toLowerCase().split(/\\s+/);
    const kind = controls.elements.show.value;
    let shown = 0;
    for (const { element, text } of rows) {
      const fits = (!kind || element.classList.contains(kind)) && words.every((word) => text.includes(word));
      element.hidden = !fits;
      if (fits) shown++;
    }
    nothing.hidden = shown > 0;
    status.textContent = shown < rows.length ? count(shown) + ' of ' + count(rows.length) + ' shown' : '';
  };
  let waiting = 0;
  controls.addEventListener('input', () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(filter);
  });
  controls.addEventListener('submit', (event) => event.preventDefault());
  controls.hidden = false;
  // A browser that comes back to the page fills in what was typed before.
  addEventListener('pageshow', filter);

  // Escape puts a picture back to its size, whether the pointer or the focus made it large.
  addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    for (const picture of body.querySelectorAll('button:is(:hover, :focus)')) picture.classList.add('calm');
  });
  const uncalm = (event) => event.target.classList?.remove('calm');
  body.addEventListener('pointerout', uncalm);
  body.addEventListener('focusout', uncalm);
}
`;
