// A local rule: objects keyed by data. A category named `constructor` or `__proto__` is found where nobody set it, or
// lost where somebody did. Without types a rule can tell two things: an `in` whose name is no literal, and a look-up or
// assignment by a name in what was declared as a Record of strings.

/** @param {import('eslint').Scope.Scope | null} scope @param {string} name */
function variableOf(scope, name) {
  for (let at = scope; at; at = at.upper) {
    const found = at.set.get(name);
    if (found) return found;
  }
  return null;
}

/** @type {import('eslint').Rule.RuleModule} */
const noDataKeys = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      in: 'A name from data may be one that every object has: ask Object.hasOwn, or use a Map.',
      look: 'A name from data may be one that every object has: use a Map, or own() and setOwn() of analysis/own.ts.',
    },
  },
  create(context) {
    const { sourceCode } = context;
    return {
      BinaryExpression(node) {
        if (node.operator === 'in' && node.left.type !== 'Literal' && node.left.type !== 'PrivateIdentifier') {
          context.report({ node, messageId: 'in' });
        }
      },
      MemberExpression(node) {
        if (!node.computed || node.property.type === 'Literal' || node.object.type !== 'Identifier') return;
        const variable = variableOf(sourceCode.getScope(node), node.object.name);
        const declared = variable?.defs.some(({ name }) => {
          const annotation = /** @type {{ typeAnnotation?: import('estree').Node }} */ (name).typeAnnotation;
          return annotation && /^:\s*(Readonly<|Partial<)*Record<string,/.test(sourceCode.getText(annotation));
        });
        if (declared) context.report({ node, messageId: 'look' });
      },
    };
  },
};

export default { rules: { 'no-data-keys': noDataKeys } };
