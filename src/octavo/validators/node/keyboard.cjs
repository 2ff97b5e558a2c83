'use strict';
// The Tab key through a page -> findings (rule `keyboard`): everything that can be used gets the
// focus, in the order of the document, shows it, and lets it go. WCAG 2.2: 2.1.1, 2.1.2, 2.4.3,
// 2.4.7, 2.4.11.

const AT_ONCE = 50; // keys that are sent before one is waited for
const SPARE = 2; // presses beyond the last element: the focus must leave it

async function walk(page, width) {
  const session = await page.createCDPSession();
  try {
    await session.send('Emulation.setFocusEmulationEnabled', { enabled: true });
    await page.evaluate(inPageEyes);
    let left = (await page.evaluate(inPageStart)) + SPARE;
    while (left > 0) {
      const keys = Math.min(left, AT_ONCE);
      await Promise.all(Array.from({ length: keys }, () => press(session)));
      left -= keys;
    }
    const findings = await page.evaluate(inPageEnd);
    return findings.map((each) => ({ ...each, message: `${each.message} (${width} px)` }));
  } finally {
    await session.detach();
  }
}

function press(session) {
  const tab = { key: 'Tab', code: 'Tab', windowsVirtualKeyCode: 9 };
  return Promise.all([
    session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...tab }),
    session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...tab }),
  ]);
}

/** Runs in the page. Say what can be used, how it looks, and whether it is in sight. */
function inPageEyes() {
  const NATIVE = 'a[href], area[href], button, input:not([type=hidden]), select, textarea, summary,'
    + ' audio[controls], video[controls], [contenteditable=""], [contenteditable=true]';
  const scrolls = (node) => {
    const { overflowX, overflowY } = getComputedStyle(node);
    const may = (overflow) => overflow === 'auto' || overflow === 'scroll';
    return (may(overflowX) && node.scrollWidth > node.clientWidth + 1)
      || (may(overflowY) && node.scrollHeight > node.clientHeight + 1);
  };
  const isUsed = (node) => {
    if (node.disabled || !node.checkVisibility({ visibilityProperty: true })) return false;
    // An <a> without an address says 0 of itself, and takes no focus.
    if (node.matches(NATIVE) || (node.hasAttribute('tabindex') && node.tabIndex >= 0)) return true;
    return scrolls(node) && !node.querySelector(`${NATIVE}, [tabindex]`);
  };
  const look = (node) => {
    const style = getComputedStyle(node);
    const isDrawn = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
    const outline = isDrawn ? [style.outlineStyle, style.outlineWidth, style.outlineColor] : [];
    return [...outline, style.boxShadow].join(' ');
  };
  const isSeen = (node) => [...node.getClientRects()].some((box) =>
    box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth);
  window.octavoEyes = { isUsed, look, isSeen };
}

/** Runs in the page. Start to record who gets the focus; return how many must. */
function inPageStart() {
  const { isUsed, look, isSeen } = window.octavoEyes;
  const wanted = [...document.body.querySelectorAll('*')].filter(isUsed);
  const walk = { wanted, calm: new Map(wanted.map((node) => [node, look(node)])), steps: [] };
  const start = document.createElement('span');
  start.tabIndex = 1; // as on a page just opened: what asks to be first comes next
  document.body.prepend(start);
  start.focus();
  const came = ({ target }) => {
    start.remove();
    walk.steps.push({ node: target });
  };
  const goes = () => { // what came is settled now: in its own look, and scrolled to
    const step = walk.steps[walk.steps.length - 1];
    if (step && step.node === document.activeElement) {
      Object.assign(step, { look: look(step.node), isSeen: isSeen(step.node) });
    }
  };
  window.addEventListener('focusin', came, true);
  window.addEventListener('keydown', goes, true);
  walk.stop = () => {
    window.removeEventListener('focusin', came, true);
    window.removeEventListener('keydown', goes, true);
    start.remove();
    walk.last = document.activeElement;
    walk.last.blur();
  };
  window.octavoWalk = walk;
  return wanted.length;
}

/** Runs in the page. Stop to record; return what the walk has shown. */
function inPageEnd() {
  const walk = window.octavoWalk;
  walk.stop();
  const { wanted, calm, steps, last } = walk;
  const order = steps.map(({ node }) => wanted.indexOf(node));
  const missed = wanted.filter((node, index) => !order.includes(index));
  const again = order.findIndex((index, at) => order.indexOf(index) < at);
  const isRound = missed.length > 0 && again > 0 && order[again] !== order[0];
  const isStuck = steps.length > 0 && last === steps[steps.length - 1].node
    && steps.length < wanted.length + (missed.length ? 0 : 1);
  const faults = isStuck || isRound
    ? [[steps[(isRound ? again : steps.length) - 1].node, 'the Tab key does not get past this element']]
    : missed.map((node) => [node, 'the Tab key does not reach this element']);
  let before = -1;
  for (const [at, { node, look, isSeen }] of steps.slice(0, again < 0 ? steps.length : again).entries()) {
    if (order[at] < 0) continue; // the browser's own addition, such as a box that scrolls
    if (order[at] < before) faults.push([node, 'the focus comes here out of the document’s order']);
    if (look === calm.get(node)) faults.push([node, 'no outline or shadow shows that the focus is here']);
    if (isSeen === false) faults.push([node, 'the focus is here, out of sight']);
    before = order[at];
  }
  return faults.map(([node, message]) => ({
    rule: 'keyboard',
    impact: 'serious',
    message,
    id: (node.closest('[id]') || { id: '' }).id,
    excerpt: node.outerHTML.slice(0, 300),
  }));
}

module.exports = { walk };
