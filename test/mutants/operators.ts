/**
 * The operators: what can be broken in a driver's source, mechanically. Each finds its places in the
 * syntax tree and says which characters to replace; types do not matter, for drivers are transpiled.
 */
import ts from 'typescript';
import { isIdempotent, OTHER_VARIANT, rowOf, stepKind } from './steps';

export const OPERATORS = {
  drop: 'a release, a step of a lock or a change of owner does not happen; its value is 0',
  double: 'it happens twice',
  early: 'a release happens first of all in its block, as soon as its arguments are known',
  argument: 'it gets a wrong argument: 4 more, or the other truth value',
  unchecked: 'a status or a NULL is not looked at: the driver goes on as after success',
  variant: 'a lock is taken or let go with the other variant, Dpr or not',
  owner: 'NDIS is told another status: SUCCESS for PENDING, for RESOURCES, and the reverse',
} as const;

export type Operator = keyof typeof OPERATORS;

/** One change of one source file. */
export interface Change {
  readonly operator: Operator;
  /** The innermost named function around it. */
  readonly inFunction: string;
  /** The call or the comparison, with the argument if it is one: stable, whatever lines move. */
  readonly what: string;
  readonly edits: readonly Edit[];
}

/** Characters from `start` to before `end` give way to a text. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Every change that an operator can make in a source, in the order of the source. */
export function changesOf(source: string): readonly Change[] {
  const file = ts.createSourceFile('driver.ts', source, ts.ScriptTarget.ESNext, true);
  const changes: Change[] = [];
  const visit = (node: ts.Node): void => {
    changes.push(...changesAt(node));
    ts.forEachChild(node, visit);
  };
  visit(file);
  return changes;
}

/** The source with one change made. */
export function applyChange(source: string, { edits }: Change): string {
  let text = source;
  for (const edit of [...edits].sort((a, b) => b.start - a.start))
    text = text.slice(0, edit.start) + edit.text + text.slice(edit.end);
  return text;
}

function changesAt(node: ts.Node): readonly Change[] {
  if (ts.isCallExpression(node)) return changesOfCall(node);
  if (ts.isBinaryExpression(node)) return changesOfComparison(node);
  if (ts.isIdentifier(node)) return changesOfStatus(node);
  return [];
}

function change(operator: Operator, node: ts.Node, what: string, ...edits: Edit[]): Change {
  return { operator, inFunction: functionAround(node), what, edits };
}

function replace(node: ts.Node, text: string): Edit {
  return { start: node.getStart(), end: node.getEnd(), text };
}

/** `ndis.Name(...)`: the name; undefined for any other call. */
function exportCalled({ expression }: ts.CallExpression): string | undefined {
  if (!ts.isPropertyAccessExpression(expression)) return undefined;
  const { expression: object, name } = expression;
  const isNdis = ts.isIdentifier(object) && object.text === 'ndis';
  return isNdis && rowOf(name.text) !== undefined ? name.text : undefined;
}

function changesOfCall(call: ts.CallExpression): readonly Change[] {
  const name = exportCalled(call);
  const kind = name === undefined ? undefined : stepKind(name);
  if (name === undefined || kind === undefined) return [];
  const text = call.getText();
  const changes = [change('drop', call, name, replace(call, '0'))];
  if (!isIdempotent(name))
    changes.push(change('double', call, name, replace(call, `(${text}, ${text})`)));
  const early = kind === 'release' ? moveUp(call) : undefined;
  if (early !== undefined) changes.push(change('early', call, name, ...early));
  const inputs = rowOf(name)!.args.filter(({ direction }) => direction !== 'out');
  call.arguments.forEach((argument, index) => {
    const input = inputs[Math.min(index, inputs.length - 1)];
    const given = argument.getText();
    const wrong = input.type.name === 'BOOLEAN' ? `!(${given})` : `(${given}) + 4`;
    changes.push(change('argument', call, `${name}.${input.name}`, replace(argument, wrong)));
  });
  if (kind === 'lock') {
    const other = `ndis.${OTHER_VARIANT[name]}`;
    changes.push(change('variant', call, name, replace(call.expression, other)));
  }
  return changes;
}

/** The statement of a call goes to the beginning of its block, behind what it depends on. */
function moveUp(call: ts.CallExpression): readonly Edit[] | undefined {
  let statement: ts.Node = call;
  while (!isInList(statement)) {
    // What other paths than this call's need cannot move with it.
    if (ts.isIterationStatement(statement, false) || ts.isFunctionLike(statement)) return undefined;
    statement = statement.parent;
  }
  if (ts.isReturnStatement(statement)) return undefined;
  const { statements } = statement.parent;
  const own = statements.indexOf(statement);
  const needed = identifiersIn(statement);
  let to = own;
  while (to > 0 && !declares(statements[to - 1], needed)) to--;
  if (to === own) return undefined;
  const at = statements[to].getStart();
  return [
    { start: at, end: at, text: `${statement.getText()} ` },
    { start: statement.getStart(), end: statement.getEnd(), text: ';' },
  ];
}

type Listed = ts.Statement & { readonly parent: ts.BlockLike };

function isInList(node: ts.Node): node is Listed {
  return ts.isStatement(node) && 'statements' in node.parent;
}

function identifiersIn(node: ts.Node): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (one: ts.Node): void => {
    if (ts.isIdentifier(one)) names.add(one.text);
    ts.forEachChild(one, visit);
  };
  visit(node);
  return names;
}

function declares(statement: ts.Statement, names: ReadonlySet<string>): boolean {
  if (!ts.isVariableStatement(statement)) return false;
  const isNeeded = (name: ts.BindingName): boolean =>
    ts.isIdentifier(name)
      ? names.has(name.text)
      : name.elements.some((one) => ts.isBindingElement(one) && isNeeded(one.name));
  return statement.declarationList.declarations.some(({ name }) => isNeeded(name));
}

const EQUAL = ts.SyntaxKind.EqualsEqualsEqualsToken;
const DIFFERENT = ts.SyntaxKind.ExclamationEqualsEqualsToken;
const STATUS = /^NDIS_STATUS_\w+$/;

/** A comparison with a status, or of what a call gave with NULL: as if all had gone well. */
function changesOfComparison(node: ts.BinaryExpression): readonly Change[] {
  const { operatorToken, left, right } = node;
  if (operatorToken.kind !== EQUAL && operatorToken.kind !== DIFFERENT) return [];
  const isEqual = operatorToken.kind === EQUAL;
  const against = right.getText();
  let isSuccess: boolean;
  if (STATUS.test(against)) isSuccess = against === 'NDIS_STATUS_SUCCESS';
  else if (['NULL', '0'].includes(against) && isFromCall(left)) isSuccess = false;
  else return [];
  const what = `${left.getText().replace(/\s+/g, ' ')} ${operatorToken.getText()} ${against}`;
  return [change('unchecked', node, what, replace(node, String(isEqual === isSuccess)))];
}

/** Whether a value is what a call of an export that can fail gave, in the same function. */
function isFromCall(value: ts.Expression): boolean {
  const root = ts.isPropertyAccessExpression(value) ? value.expression : value;
  if (!ts.isIdentifier(root)) return false;
  for (let scope: ts.Node = value; !ts.isFunctionLike(scope); scope = scope.parent) {
    if (ts.isSourceFile(scope)) return false;
    if (!('statements' in scope)) continue;
    for (const statement of (scope as ts.BlockLike).statements) {
      if (!declares(statement, new Set([root.text]))) continue;
      return (statement as ts.VariableStatement).declarationList.declarations.some(
        ({ initializer }) =>
          initializer !== undefined &&
          ts.isCallExpression(initializer) &&
          (rowOf(exportCalled(initializer) ?? '')?.fails.length ?? 0) > 0,
      );
    }
  }
  return false;
}

/** What NDIS is told instead: numbers, for the file may not have imported the name. */
const SUCCESS = '0x0';
const PENDING = '0x103';

/** The operands of a comparison and the names in an import are no statuses that NDIS is told. */
function isTold(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isBinaryExpression(parent)) return false;
  return !ts.isImportSpecifier(parent);
}

/** A status that says who owns a packet or a request from now on. */
function changesOfStatus(node: ts.Identifier): readonly Change[] {
  if (!isTold(node)) return [];
  const { text } = node;
  if (text === 'NDIS_STATUS_PENDING' || text === 'NDIS_STATUS_RESOURCES')
    return [change('owner', node, text, replace(node, SUCCESS))];
  // Handlers whose status says whether NDIS has its packet or request back.
  const isAsked = /^(MiniportSend|MiniportReset|Miniport\w+Information|Protocol\w+)$/;
  if (text !== 'NDIS_STATUS_SUCCESS' || !isAsked.test(functionAround(node))) return [];
  return [change('owner', node, text, replace(node, PENDING))];
}

/** The innermost function with a name around a node, or `module`. */
function functionAround(node: ts.Node): string {
  for (let at: ts.Node = node; !ts.isSourceFile(at); at = at.parent) {
    if (ts.isFunctionDeclaration(at) && at.name !== undefined) return at.name.text;
    if (!ts.isArrowFunction(at) || !ts.isVariableDeclaration(at.parent)) continue;
    if (ts.isIdentifier(at.parent.name)) return at.parent.name.text;
  }
  return 'module';
}
