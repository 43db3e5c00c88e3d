// @ts-check
// A rule for oxlint: Russian words stand in the sources only where lingui finds them, so that there is English for each.

const words = /[а-яё]{2,}/i;
const tags = new Set(['msg', 't']);
const calls = new Set(['msg', 't', 'plural', 'select', 'selectOrdinal']);
const elements = new Set(['Trans', 'Plural', 'Select']);

/** @typedef {{type: string, parent?: Node, tag?: Node, callee?: Node, name?: unknown, openingElement?: {name: Node}}} Node */

/** @param {Node | undefined} node */
const nameOf = (node) => (typeof node?.name === 'string' ? node.name : '');

/** @param {Node} node */
function isMacro(node) {
  switch (node.type) {
    case 'TaggedTemplateExpression':
      return tags.has(nameOf(node.tag));
    case 'CallExpression':
      return calls.has(nameOf(node.callee));
    case 'JSXElement':
      return elements.has(nameOf(node.openingElement?.name));
    default:
      return false;
  }
}

const rule = {
  meta: {
    type: 'problem',
    messages: { words: 'Words for people go through the catalogue: msg`…`, t`…`, <Trans>.' },
  },
  /** @param {{report(finding: {node: Node, messageId: string}): void}} context */
  create(context) {
    /** @param {Node} node @param {unknown} text */
    function check(node, text) {
      if (typeof text !== 'string' || !words.test(text)) return;
      for (let above = node.parent; above; above = above.parent) if (isMacro(above)) return;
      context.report({ node, messageId: 'words' });
    }
    return {
      /** @param {Node & {value: unknown}} node */
      Literal: (node) => check(node, node.value),
      /** @param {Node & {value: {raw: string}}} node */
      TemplateElement: (node) => check(node, node.value.raw),
      /** @param {Node & {value: string}} node */
      JSXText: (node) => check(node, node.value),
    };
  },
};

export default { meta: { name: 'catalogue' }, rules: { words: rule } };
