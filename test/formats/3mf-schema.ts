/**
 * The rules of 3MF (3MF Consortium, "3MF Core Specification" 1.3 with its schema, and "Materials and Properties
 * Extension" 1.2) as far as files with meshes and colours meet them: which elements stand in which, in which order and
 * how often, what their attributes may be, what names what, and what the package around the model holds.
 */
import type { SmallElement } from './small-dom.ts';

type Rule = RegExp | readonly string[];
interface ElementRule {
  /** In this order, each as often as [at least, at most]. */
  readonly children?: readonly (readonly [names: readonly string[], least: number, most: number])[];
  readonly required?: Readonly<Record<string, Rule>>;
  readonly optional?: Readonly<Record<string, Rule>>;
}

/** Below 2³¹, as the schema has both. */
const ID = /^0*[1-9]\d{0,9}$/;
const INDEX = /^\d{1,10}$/;
const NUMBER = /^[-+]?(\d+(\.\d+)?|\.\d+)([eE][-+]?\d+)?$/;
const COLOR = /^#[0-9A-Fa-f]{6}([0-9A-Fa-f]{2})?$/;
const TRANSFORM = new RegExp(`^(${NUMBER.source.slice(1, -1)})( (${NUMBER.source.slice(1, -1)})){11}$`);
const TEXT = /^/;
const UNITS = ['micron', 'millimeter', 'centimeter', 'inch', 'foot', 'meter'];
/** A name without a namespace is one of these. */
const METADATA = [
  'Title',
  'Designer',
  'Description',
  'Copyright',
  'LicenseTerms',
  'Rating',
  'CreationDate',
  'ModificationDate',
  'Application',
];
const ANY = Infinity;

/** With the materials extension under its usual prefix. */
const ELEMENTS: Readonly<Record<string, ElementRule>> = {
  model: {
    children: [
      [['metadata'], 0, ANY],
      [['resources'], 1, 1],
      [['build'], 1, 1],
    ],
    optional: {
      unit: UNITS,
      'xml:lang': /^[A-Za-z]{1,8}(-[0-9A-Za-z]{1,8})*$/,
      xmlns: ['http://schemas.microsoft.com/3dmanufacturing/core/2015/02'],
      'xmlns:m': ['http://schemas.microsoft.com/3dmanufacturing/material/2015/02'],
      requiredextensions: /^\S+( \S+)*$/,
      recommendedextensions: /^\S+( \S+)*$/,
    },
  },
  metadata: { required: { name: METADATA }, optional: { preserve: /^(true|false|0|1)$/, type: TEXT } },
  resources: { children: [[['object', 'm:colorgroup'], 0, ANY]] },
  'm:colorgroup': { children: [[['m:color'], 1, ANY]], required: { id: ID } },
  'm:color': { required: { color: COLOR } },
  object: {
    children: [[['mesh'], 1, 1]],
    required: { id: ID },
    optional: {
      type: ['model', 'solidsupport', 'support', 'surface', 'other'],
      pid: ID,
      pindex: INDEX,
      thumbnail: TEXT,
      partnumber: TEXT,
      name: TEXT,
    },
  },
  mesh: {
    children: [
      [['vertices'], 1, 1],
      [['triangles'], 1, 1],
    ],
  },
  vertices: { children: [[['vertex'], 3, ANY]] },
  vertex: { required: { x: NUMBER, y: NUMBER, z: NUMBER } },
  triangles: { children: [[['triangle'], 1, ANY]] },
  triangle: { required: { v1: INDEX, v2: INDEX, v3: INDEX }, optional: { p1: INDEX, p2: INDEX, p3: INDEX, pid: ID } },
  build: { children: [[['item'], 0, ANY]] },
  item: { required: { objectid: ID }, optional: { transform: TRANSFORM, partnumber: TEXT } },
};

/** What is against the rules in a model, a sentence each; nothing where nothing is. */
export function modelFaults(model: SmallElement): string[] {
  if (model.nodeName !== 'model') return [`the root is ${model.nodeName}`];
  return [...elementFaults(model), ...namespaceFaults(model), ...referenceFaults(model)];
}

const valueOf = (element: SmallElement, name: string): string | undefined =>
  element.attributes.find((attribute) => attribute.name === name)?.value;

function elementFaults(element: SmallElement): string[] {
  const { nodeName, attributes, children } = element;
  const rule = ELEMENTS[nodeName];
  if (!rule) return [`there is no element ${nodeName}`];
  const faults: string[] = [];
  const { required = {}, optional = {} } = rule;
  for (const name of Object.keys(required)) {
    if (valueOf(element, name) === undefined) faults.push(`${nodeName} lacks ${name}`);
  }
  for (const { name, value } of attributes) {
    const allowed = required[name] ?? optional[name];
    if (!allowed) faults.push(`${nodeName} has no attribute ${name}`);
    else if (!('test' in allowed ? allowed.test(value) : allowed.includes(value))) {
      faults.push(`${name} of ${nodeName} is ${value}`);
    }
  }
  let at = 0;
  for (const [names, least, most] of rule.children ?? []) {
    let count = 0;
    while (at < children.length && count < most && names.includes(children[at]!.nodeName))
      [at, count] = [at + 1, count + 1];
    if (count < least) faults.push(`${nodeName} has ${count} of ${names.join(', ')}`);
  }
  if (at < children.length) faults.push(`${children[at]!.nodeName} does not belong there in ${nodeName}`);
  return [...faults, ...children.flatMap(elementFaults)];
}

/** Extensions that are required are declared, and what is used is required. */
function namespaceFaults(model: SmallElement): string[] {
  const faults: string[] = [];
  if (valueOf(model, 'xmlns') === undefined) faults.push('the core namespace is not declared');
  const required = valueOf(model, 'requiredextensions')?.split(' ') ?? [];
  for (const prefix of required) {
    if (valueOf(model, `xmlns:${prefix}`) === undefined) faults.push(`the extension ${prefix} is not declared`);
  }
  const usesColors = model.querySelectorAll('resources')[0]?.children.some(({ nodeName }) => nodeName.startsWith('m:'));
  if (usesColors && !required.includes('m')) faults.push('the extension m is used and not required');
  return faults;
}

/** Ids are one resource each, which stands before what names it; numbers lie within what they count. */
function referenceFaults(model: SmallElement): string[] {
  const faults: string[] = [];
  /** The colours of each group; 0 for objects. */
  const known = new Map<string, number>();
  const isColor = (id: string | undefined, index: string | undefined): boolean =>
    id !== undefined && index !== undefined && Number(index) < (known.get(id) ?? 0);
  for (const resource of model.querySelectorAll('resources')[0]?.children ?? []) {
    const id = valueOf(resource, 'id') ?? '';
    if (known.has(id)) faults.push(`the id ${id} is two resources'`);
    if (resource.nodeName === 'object') {
      const [pid, pindex] = [valueOf(resource, 'pid'), valueOf(resource, 'pindex')];
      if ((pid !== undefined || pindex !== undefined) && !isColor(pid, pindex))
        faults.push('an object has no such colour');
      faults.push(...triangleFaults(resource, isColor, pid));
      known.set(id, 0);
    } else known.set(id, resource.children.length);
  }
  for (const item of model.querySelectorAll('build')[0]?.children ?? []) {
    const id = valueOf(item, 'objectid') ?? '';
    if (known.get(id) !== 0) faults.push(`${id} is no object to build`);
  }
  return faults;
}

function triangleFaults(
  object: SmallElement,
  isColor: (id: string | undefined, index: string | undefined) => boolean,
  objectPid: string | undefined,
): string[] {
  const vertexCount = object.querySelectorAll('vertex').length;
  const faults = new Set<string>();
  for (const triangle of object.querySelectorAll('triangle')) {
    const corners = ['v1', 'v2', 'v3'].map((name) => valueOf(triangle, name));
    if (new Set(corners).size < 3) faults.add('a triangle names a vertex twice');
    if (corners.some((corner) => !(Number(corner) < vertexCount)))
      faults.add('a triangle names a vertex that is not there');
    const colors = ['p1', 'p2', 'p3'].map((name) => valueOf(triangle, name));
    const given = colors.filter((color) => color !== undefined);
    const pid = valueOf(triangle, 'pid') ?? objectPid;
    if (given.length > 0 && colors[0] === undefined) faults.add('a triangle has p2 or p3 without p1');
    if (given.some((color) => !isColor(pid, color))) faults.add('a triangle names a colour that is not there');
  }
  return [...faults];
}

/** What is against the rules in the package: its parts by name, each a parsed document. */
export function packageFaults(parts: ReadonlyMap<string, SmallElement>): string[] {
  const [types, relationships] = [parts.get('[Content_Types].xml'), parts.get('_rels/.rels')];
  if (!types || !relationships) return ['the package has no content types or no relationships'];
  const faults: string[] = [];
  const typeOf = new Map(
    types.children.map((type) => [valueOf(type, 'Extension')?.toLowerCase(), valueOf(type, 'ContentType')]),
  );
  const models = relationships.children.filter((one) => valueOf(one, 'Type') === MODEL_RELATIONSHIP);
  if (models.length !== 1) faults.push(`${models.length} relationships lead to a model`);
  const ids = relationships.children.map((one) => valueOf(one, 'Id'));
  // An xsd:ID: a name without a colon, once.
  if (new Set(ids).size < ids.length || !ids.every((id) => /^[A-Za-z_][\w.-]*$/.test(id ?? ''))) {
    faults.push('the relationships have no names of their own');
  }
  for (const one of models) {
    const target = valueOf(one, 'Target') ?? '';
    if (!target.startsWith('/') || !parts.has(target.slice(1))) faults.push(`there is no part ${target}`);
    if (typeOf.get(target.split('.').at(-1)) !== MODEL_TYPE) faults.push('the model is not said to be one');
  }
  if (typeOf.get('rels') !== RELATIONSHIPS_TYPE) faults.push('the relationships are not said to be some');
  for (const name of parts.keys()) {
    if (name !== '[Content_Types].xml' && !typeOf.has(name.split('.').at(-1))) faults.push(`${name} has no type`);
  }
  return faults;
}

const MODEL_RELATIONSHIP = 'http://schemas.microsoft.com/3dmanufacturing/2013/01/3dmodel';
const MODEL_TYPE = 'application/vnd.ms-package.3dmanufacturing-3dmodel+xml';
const RELATIONSHIPS_TYPE = 'application/vnd.openxmlformats-package.relationships+xml';
