// SPDX-License-Identifier: Apache-2.0
// What a page shows, seen from inside: these functions run in the browser, each by itself (they
// may use nothing from outside).

// Waits until nothing is being loaded any more and the last state has been painted.
export async function untilStill() {
  const end = performance.now() + 12_000;
  const frame = () => new Promise((done) => requestAnimationFrame(() => done()));
  await document.fonts.ready;
  // The visit before may have left the focus on the link to the content, which covers the head.
  if (!document.activeElement?.closest('main, [role=dialog]')) document.activeElement?.blur();
  for (let still = 0; still < 3;) {
    if (performance.now() > end) return 'was still loading after 12 s';
    await frame();
    still = document.querySelector('[role=status][aria-busy=true]') ? 0 : still + 1;
  }
  return null;
}

// Faults of layout and text: wider than the window, cut texts, keys instead of texts.
export function faultsOfPage() {
  const faults = [];
  const root = document.documentElement;
  const width = root.clientWidth;
  const name = (element) =>
    `<${element.tagName.toLowerCase()} class="${element.getAttribute('class') ?? ''}">`;
  const visible = (element) => element.checkVisibility({ visibilityProperty: true });
  if (root.scrollWidth > width)
    faults.push(`is ${root.scrollWidth - width} px wider than the window`);

  const scrolls = (element) => /auto|scroll/.test(getComputedStyle(element).overflowX);
  const clips = (element) => getComputedStyle(element).overflowX !== 'visible';
  const outside = (element, rect) => {
    if (rect.right <= width + 1 && rect.left >= -1) return false;
    for (let up = element.parentElement; up && up !== document.body; up = up.parentElement) {
      if (scrolls(up)) return false;
      const frame = up.getBoundingClientRect();
      if (clips(up) && (frame.right <= rect.left || frame.left >= rect.right)) return false;
      if (
        clips(up) &&
        frame.right <= width + 1 &&
        frame.width > 2 &&
        up.scrollWidth <= up.clientWidth
      )
        return false;
    }
    return true;
  };
  const explained = (element) => {
    for (let up = element, step = 0; up && step < 4; up = up.parentElement, ++step)
      if (up.title || up.getAttribute('aria-label') || up.getAttribute('aria-describedby'))
        return true;
    return false;
  };

  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const judged = new Set();
  const kinds = new Map(); // of each kind of element one is named, with how many are like it
  const report = (element, text, reason) => {
    const kind = `${reason} ${element.className}`;
    if (!kinds.has(kind)) kinds.set(kind, { text, reason, where: name(element), times: 0 });
    ++kinds.get(kind).times;
  };
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.data.trim();
    const element = node.parentElement;
    if (!text || /^(SCRIPT|STYLE|NOSCRIPT)$/.test(element.tagName) || !visible(element)) continue;
    const isKey =
      /^[a-z][a-z_]*:[a-z][\w.]*$/i.test(text) ||
      (/^[a-z]+(?:\.[a-zA-Z_]+)+$/.test(text) && !/\.(csv|xlsx|json)$/.test(text));
    if (isKey && !element.closest('[translate=no]')) faults.push(`shows a key: ${text}`);
    if (/\{\{|\}\}|\bundefined\b|\bNaN\b|\[object /.test(text)) faults.push(`shows «${text}»`);
    if (judged.has(element)) continue;
    judged.add(element);
    const style = getComputedStyle(element);
    const rect = element.getBoundingClientRect();
    if (rect.width <= 2 || style.clipPath !== 'none') continue; // read by screen readers only
    const shown = rect.bottom > 0 && rect.right > 0; // else it waits for the focus
    if (shown && outside(element, rect)) report(element, text, 'stands outside of the window');
    if (style.display === 'inline') continue;
    const cut =
      element.scrollWidth > element.clientWidth + 1 && /hidden|clip/.test(style.overflowX);
    if (cut && style.textOverflow !== 'ellipsis') report(element, text, 'is cut');
    else if (cut && width > 700 && !explained(element))
      // fingers know no tooltips
      report(element, text, 'is cut and no tooltip has it');
    const low =
      element.scrollHeight > element.clientHeight + 3 && /hidden|clip/.test(style.overflowY);
    if (low && style.webkitLineClamp === 'none') report(element, text, 'is cut below');
  }
  for (const { text, reason, where, times } of kinds.values())
    faults.push(`«${text}» ${reason}, ${times} like it: ${where}`);
  return faults;
}

// Every text that the page offers to eyes and to screen readers, but for names of the API, which
// are marked as no translation's business.
export function textsOfPage() {
  const texts = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ALL);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.parentElement?.closest('[translate=no]')) continue;
    if (node.nodeType === Node.TEXT_NODE && !/^(SCRIPT|STYLE)$/.test(node.parentElement.tagName))
      texts.add(node.data.trim());
    else if (node.nodeType === Node.ELEMENT_NODE)
      for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'aria-description'])
        texts.add((node.getAttribute(name) ?? '').trim());
  }
  return [...texts].filter((text) => /\p{L}{3}/u.test(text));
}

// Things that take the focus of the keyboard and look the same with it; one of each kind is tried.
export function blindFocus() {
  const found = [];
  const kinds = new Set();
  const look = (element) => {
    const near = [element, element.parentElement, element.parentElement?.parentElement];
    near.push(...element.querySelectorAll('[data-active], :scope > *:first-child'));
    if (element.labels) near.push(...element.labels);
    if (element.nextElementSibling) near.push(element.nextElementSibling);
    return near
      .filter(Boolean)
      .map((one) => {
        const style = getComputedStyle(one);
        const outline =
          style.outlineStyle === 'none' ? '' : style.outlineWidth + style.outlineColor;
        return `${outline}|${style.boxShadow}|${style.borderColor}`;
      })
      .join(';');
  };
  const kFocusable = 'a[href], button, input, select, textarea, summary, [tabindex]';
  for (const element of document.querySelectorAll(kFocusable)) {
    const kind = `${element.tagName} ${element.type ?? ''} ${element.className}`;
    const offered = element.tabIndex >= 0 && !element.disabled && element.checkVisibility();
    if (!offered || kinds.has(kind)) continue;
    kinds.add(kind);
    document.activeElement?.blur();
    const before = look(element);
    element.focus({ preventScroll: true });
    if (document.activeElement === element && look(element) === before)
      found.push(element.outerHTML.slice(0, 140));
  }
  document.activeElement?.blur();
  return found;
}
