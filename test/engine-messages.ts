/**
 * All that the engine, batches and the window's worker may say to a person, found in the source: what becomes the
 * message of an error or a warning, followed through constants, conditions, helpers and their arguments.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** `{0}` and so on stand for what is put in. */
export interface FoundMessage {
  readonly template: string;
  readonly place: string;
}

const FOLDERS = ['src/engine', 'src/batch', 'src/renderer/worker'];

/** Fields whose values are words for people, wherever they are. */
const SPOKEN = /^(?:what|hint|problem|why|reason|message|missing)$/;

/** Parameters that name a thing of the program or of the person, and are no words. */
const NAMES = /^(?:label|name|file|path|kernel|format|stage|option|field|type|key)$/;
/** What is told to developers and experts of the command line alone. */
const APART =
  /\/doctor\/|\/dump|methods\/paper\/|\/tiles\/|tiled-run|batch\/report\/|params-layout|gpu\/compile|cloud-from-arrays|first-surface|measure\/compare/;

const PARSING = { languageVersion: ts.ScriptTarget.Latest, jsDocParsingMode: ts.JSDocParsingMode.ParseNone };

type Callable = ts.FunctionDeclaration | ts.MethodDeclaration | ts.ArrowFunction | ts.FunctionExpression;

class Finder {
  readonly found = new Map<string, FoundMessage>();
  /** By name: what a call of it gives, where it is called, and which of the arguments are part of a message. */
  readonly #callables = new Lists<Callable>();
  readonly #calls = new Lists<ts.CallExpression | ts.NewExpression>();
  readonly #arguments = new Map<string, Set<number>>();
  readonly #fields = new Lists<ts.PropertyAssignment>();
  readonly #constants = new Map<string, ts.VariableDeclaration>();
  readonly #properties = new Set<string>();
  readonly #seen = new Set<ts.Node>();

  run(): readonly FoundMessage[] {
    const begin: ts.Node[] = [];
    for (const folder of FOLDERS) {
      for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
        if (!name.endsWith('.ts') || name.endsWith('.d.ts')) continue;
        const file = join(folder, name);
        const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), PARSING, true);
        visit(source, (node) => this.#note(node, begin));
      }
    }
    for (const node of begin) this.#take(node);
    this.#takeArgument('ReconstructError', 1);
    this.#takeArgument('warn', 0);
    this.#takeArgument('#warn', 0);
    return [...this.found.values()];
  }

  #note(node: ts.Node, begin: ts.Node[]): void {
    if (ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node)) {
      if (node.name) this.#callables.add(nameOf(node.name), node);
    } else if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name)) {
      const { initializer, name } = node;
      if (initializer && isFunction(initializer)) this.#callables.add(name.text, initializer);
      if (name.text === 'warnings' && initializer) begin.push(initializer);
      if (ts.isSourceFile(node.parent.parent.parent)) this.#constants.set(name.text, node);
    } else if (ts.isNewExpression(node) || ts.isCallExpression(node)) {
      const name = calledName(node.expression);
      this.#calls.add(name, node);
      const isTold = name === 'push' && /[wW]arnings\.push$/.test(node.expression.getText());
      if (isTold) begin.push(...(node.arguments ?? []));
    } else if (ts.isPropertyAssignment(node)) {
      const name = nameOf(node.name);
      if (SPOKEN.test(name)) this.#fields.add(name, node);
    } else if (ts.isObjectLiteralExpression(node)) begin.push(...warningIn(node));
  }

  #take(node: ts.Node | undefined): void {
    if (!node || this.#seen.has(node)) return;
    this.#seen.add(node);
    this.#follow(node);
  }

  #takeArgument(name: string, place: number): void {
    const places = this.#arguments.get(name) ?? new Set<number>();
    if (places.has(place)) return;
    this.#arguments.set(name, places.add(place));
    for (const call of this.#calls.of(name)) this.#take(call.arguments?.[place]);
  }

  #follow(node: ts.Node): void {
    if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node) || isSum(node)) return this.#keep(node);
    if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isNonNullExpression(node)) {
      return this.#take(node.expression);
    }
    if (ts.isConditionalExpression(node)) {
      this.#take(node.whenTrue);
      return this.#take(node.whenFalse);
    }
    if (ts.isBinaryExpression(node)) {
      this.#take(node.left);
      return this.#take(node.right);
    }
    if (ts.isArrayLiteralExpression(node)) return node.elements.forEach((element) => this.#take(element));
    if (ts.isSpreadElement(node)) return this.#take(node.expression);
    if (ts.isIdentifier(node)) return this.#name(node);
    if (ts.isCallExpression(node)) return this.#called(node);
    if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) this.#member(node);
  }

  /** What a table or an object holds. */
  #member(node: ts.PropertyAccessExpression | ts.ElementAccessExpression): void {
    if (ts.isElementAccessExpression(node)) {
      const table = this.#declared(node.expression);
      if (table && ts.isVariableDeclaration(table)) this.#values(table.initializer);
    }
  }

  #values(node: ts.Node | undefined): void {
    if (!node) return;
    if (ts.isObjectLiteralExpression(node)) {
      for (const property of node.properties) if (ts.isPropertyAssignment(property)) this.#take(property.initializer);
    } else if ('expression' in node) this.#values((node as ts.AsExpression).expression);
  }

  #called(node: ts.CallExpression): void {
    const name = calledName(node.expression);
    if (/^(?:join|map|filter|concat|trim|trimEnd|slice)$/.test(name)) {
      const { expression } = node.expression as ts.PropertyAccessExpression;
      this.#take(expression);
      if (name === 'map') for (const argument of node.arguments) if (isFunction(argument)) this.#returns(argument);
      return;
    }
    for (const callable of this.#callables.of(name)) this.#returns(callable);
  }

  #returns(callable: Callable): void {
    const { body } = callable;
    if (!body) return;
    if (!ts.isBlock(body)) return this.#take(body);
    const look = (node: ts.Node): void => {
      if (isFunction(node)) return;
      if (ts.isReturnStatement(node)) this.#take(node.expression);
      if (ts.isYieldExpression(node)) this.#take(node.expression);
      node.forEachChild(look);
    };
    look(body);
  }

  #name(node: ts.Identifier): void {
    const declared = this.#declared(node);
    if (!declared) return;
    if (ts.isVariableDeclaration(declared)) {
      const loop = declared.parent.parent;
      this.#take(ts.isForOfStatement(loop) ? loop.expression : declared.initializer);
      return this.#assigned(node, declared);
    }
    if (ts.isParameter(declared)) return this.#parameter(declared);
    if (ts.isBindingElement(declared) && ts.isArrayBindingPattern(declared.parent)) {
      const { parent } = declared.parent;
      if (ts.isVariableDeclaration(parent)) this.#take(parent.initializer);
      return;
    }
    if (ts.isBindingElement(declared)) {
      const property = (declared.propertyName ?? declared.name).getText();
      if (this.#properties.has(property) || !SPOKEN.test(property)) return;
      this.#properties.add(property);
      for (const field of this.#fields.of(property)) this.#take(field.initializer);
    }
  }

  /** `let message; … message = '…'`. */
  #assigned(node: ts.Identifier, declared: ts.VariableDeclaration): void {
    const within = declared.parent.parent.parent;
    visit(within, (each) => {
      if (
        ts.isBinaryExpression(each) &&
        each.left.getText() === node.text &&
        /^\+?=$/.test(each.operatorToken.getText())
      ) {
        this.#take(each.right);
      }
      if (ts.isCallExpression(each) && each.expression.getText() === `${node.text}.push`) {
        each.arguments.forEach((argument) => this.#take(argument));
      }
    });
  }

  /** Then what its callers give is part of the message. */
  #parameter(declared: ts.ParameterDeclaration): void {
    if (NAMES.test(declared.name.getText())) return;
    const callable = declared.parent;
    const owner = callable.parent;
    const name = ts.isVariableDeclaration(owner) ? owner.name.getText() : callable.name?.getText();
    if (name === undefined) return;
    this.#takeArgument(name, callable.parameters.indexOf(declared));
  }

  /** Where a name comes from: the nearest scope round it, else a constant of any file. */
  #declared(node: ts.Node): ts.VariableDeclaration | ts.ParameterDeclaration | ts.BindingElement | undefined {
    const name = node.getText();
    for (let scope: ts.Node | undefined = node.parent; scope; scope = scope.parent) {
      const found = declaredIn(scope, name);
      if (found) return found;
    }
    return this.#constants.get(name);
  }

  #keep(node: ts.Node): void {
    this.#add(node, this.#template(node, false));
    // Of words alone, a choice of them is spelt out: `columns {0} are`.
    if (!isSaid(this.#template(node, false)))
      for (const branch of [0, 1]) this.#add(node, this.#template(node, true, branch));
  }

  #template(node: ts.Node, spellsOut: boolean, branch = 0): string {
    let places = 0;
    const text = (part: ts.Node): string => {
      if (ts.isStringLiteralLike(part)) return part.text;
      if (isSum(part)) return text(part.left) + text(part.right);
      if (ts.isParenthesizedExpression(part)) return text(part.expression);
      if (ts.isTemplateExpression(part)) {
        return part.head.text + part.templateSpans.map((span) => text(span.expression) + span.literal.text).join('');
      }
      if (spellsOut && ts.isConditionalExpression(part)) return text(branch === 0 ? part.whenTrue : part.whenFalse);
      this.#take(part);
      return `{${places++}}`;
    };
    return text(node);
  }

  #add(node: ts.Node, template: string): void {
    if (!isSaid(template)) return;
    const file = node.getSourceFile();
    if (APART.test(file.fileName)) return;
    const { line } = file.getLineAndCharacterOfPosition(node.getStart());
    if (!this.found.has(template)) this.found.set(template, { template, place: `${file.fileName}:${line + 1}` });
  }
}

/** Lists by names. */
class Lists<T> {
  readonly #lists = new Map<string, T[]>();

  add(name: string, item: T): void {
    const list = this.#lists.get(name);
    if (list) list.push(item);
    else this.#lists.set(name, [item]);
  }

  of(name: string): readonly T[] {
    return this.#lists.get(name) ?? [];
  }
}

function visit(node: ts.Node, tell: (node: ts.Node) => void): void {
  tell(node);
  node.forEachChild((child) => visit(child, tell));
}

/** The message of `{ type: 'warning', message }`. */
function warningIn({ properties }: ts.ObjectLiteralExpression): ts.Node[] {
  const [type, message] = ['type', 'message'].map((name) => properties.find((each) => nameOf(each.name) === name));
  if (!type || !message || !ts.isPropertyAssignment(type) || type.initializer.getText() !== "'warning'") return [];
  return [ts.isPropertyAssignment(message) ? message.initializer : message.name!];
}

/** Something else than what is put in. */
function isSaid(template: string): boolean {
  return /[a-z]{2}|^a /i.test(template.replaceAll(/\{\d+\}/g, ''));
}

function declaredIn(scope: ts.Node, name: string) {
  let found: ts.VariableDeclaration | ts.ParameterDeclaration | ts.BindingElement | undefined;
  const look = (node: ts.Node): void => {
    if (found) return;
    if (
      (ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isBindingElement(node)) &&
      ts.isIdentifier(node.name)
    ) {
      if (node.name.text === name) found = node;
    }
    if (node !== scope && isFunction(node)) return;
    node.forEachChild(look);
  };
  if (isFunction(scope)) scope.parameters.forEach(look);
  else if (ts.isBlock(scope) || ts.isSourceFile(scope) || ts.isForOfStatement(scope)) scope.forEachChild(look);
  return found;
}

function isFunction(node: ts.Node): node is Callable {
  return (
    ts.isFunctionDeclaration(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isArrowFunction(node) ||
    ts.isFunctionExpression(node)
  );
}

function isSum(node: ts.Node): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken;
}

function calledName(expression: ts.Expression): string {
  if (ts.isPropertyAccessExpression(expression)) return expression.name.text;
  return ts.isIdentifier(expression) ? expression.text : '';
}

function nameOf(name: ts.Node | undefined): string {
  return name && (ts.isIdentifier(name) || ts.isPrivateIdentifier(name) || ts.isStringLiteral(name)) ? name.text : '';
}

export function engineMessages(): readonly FoundMessage[] {
  return new Finder().run();
}
