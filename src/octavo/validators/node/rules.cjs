'use strict';
// axe-core's rules on the page as it is shown -> findings, each element once over all passes.

const fs = require('fs');

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

class Rules {
  constructor(page) {
    this.page = page;
    this.gathered = new Map();
    this.passes = 0;
  }

  /** Put axe into the page; return its version. */
  async open(file) {
    await this.page.evaluate(fs.readFileSync(file, 'utf8'));
    return this.page.evaluate(inPagePrepare);
  }

  /** Look at the page as it is shown now; `pass` says how. */
  async look(pass) {
    this.passes += 1;
    for (const inPage of [inPageRules, inPageContrast]) {
      this.gather(await this.page.evaluate(inPage, TAGS), pass);
    }
  }

  /** Each element once for a rule; one finding for all that axe cannot tell for one reason. */
  gather(findings, pass) {
    for (const { target, ...finding } of findings) {
      const of = finding.impact === 'undecided' ? finding.message : target;
      const key = `${finding.rule} ${finding.impact} ${of}`;
      const known = this.gathered.get(key) || { finding, passes: new Set(), targets: new Set() };
      known.passes.add(pass);
      known.targets.add(target);
      this.gathered.set(key, known);
    }
  }

  findings() {
    return [...this.gathered.values()].map(({ finding, passes, targets }) => {
      const others = targets.size > 1 ? `, here and at ${targets.size - 1} more` : '';
      const where = passes.size < this.passes ? ` (${[...passes].join('; ')})` : '';
      return { ...finding, message: finding.message + others + where };
    });
  }
}

/** Runs in the page. Say what axe is to return, and how that becomes findings. */
function inPagePrepare() {
  const told = (rule, node, impact) => ({
    rule: rule.id,
    impact,
    message: `${rule.help}: ${(node.failureSummary || '').split('\n').slice(1).join(';').trim()}`,
    id: (node.element.closest('[id]') || { id: '' }).id,
    excerpt: node.html,
    target: node.target.join(' '),
  });
  // What shows no letter has no words that its name could lack (WCAG 2.2, 2.5.3).
  const isDecided = (rule, { element }) =>
    rule.id === 'label-content-name-mismatch' && !/[\p{L}\p{N}]/u.test(element.textContent);
  window.octavoRules = {
    settings: { resultTypes: ['violations', 'incomplete'], elementRef: true },
    told: ({ violations, incomplete }) => {
      const fallen = incomplete.find((rule) => rule.error);
      if (fallen) throw new Error(`axe failed at ${fallen.id}: ${fallen.error.message}`);
      return [
        ...violations.flatMap((rule) =>
          rule.nodes.map((node) => told(rule, node, node.impact || rule.impact))),
        ...incomplete.flatMap((rule) => rule.nodes
          .filter((node) => !isDecided(rule, node))
          .map((node) => told(rule, node, 'undecided'))),
      ];
    },
  };
  return window.axe.version;
}

/** Runs in the page. Return what all rules but that of contrast find. */
async function inPageRules(tags) {
  const { settings, told } = window.octavoRules;
  return told(await window.axe.run(document, {
    ...settings,
    runOnly: { type: 'tag', values: tags },
    rules: { 'color-contrast': { enabled: false } },
  }));
}

/** Runs in the page. Return what contrast lacks: of words, of signs and single letters too, and of
 * what boxes hide that scroll sideways, which are opened for that. */
async function inPageContrast() {
  const { settings, told } = window.octavoRules;
  const { options } = window.axe._audit.checks['color-contrast']; // ours alone would not do
  window.axe.configure({ checks: [
    { id: 'color-contrast', options: { ...options, ignoreUnicode: false, ignoreLength: true } },
  ] });
  const boxes = [...document.querySelectorAll('body *')].filter((node) =>
    node.scrollWidth > node.clientWidth && /auto|scroll/.test(getComputedStyle(node).overflowX));
  const root = document.documentElement; // whose ground must reach as far
  const before = [...boxes, root].map((node) => node.getAttribute('style'));
  try {
    boxes.forEach((node) => node.setAttribute('style', 'overflow: visible; width: max-content'));
    root.style.minWidth = `${root.scrollWidth}px`;
    return told(await window.axe.run(document, { ...settings, runOnly: ['color-contrast'] }));
  } finally {
    [...boxes, root].forEach((node, at) => {
      if (before[at] === null) node.removeAttribute('style');
      else node.setAttribute('style', before[at]);
    });
  }
}

module.exports = { Rules };
