import type { Plugin } from 'vite';

/**
 * `watlas` without functions that it makes of text, which the window's policy forbids: its bindings (embind) put the
 * source of each caller together and compile it. The two places are replaced by closures that do what that text
 * would, as Emscripten itself builds them with `-sDYNAMIC_EXECUTION=0`. Places are matched to the letter: another
 * version of the package, in which they read differently, ends the build.
 */
const REPLACED: readonly (readonly [made: string, closure: string])[] = [
  [
    'let[args,invokerFnBody]=createJsInvoker(argTypes,isClassMethodFunc,returns,isAsync);' +
      'var invokerFn=new Function(...args,invokerFnBody)(...closureArgs);',
    `var invokerFn=function(...given){
checkArgCount(given.length,minArgs,expectedArgCount,humanName,throwBindingError);
var destructors=needsDestructorStack?[]:null;
var wired=isClassMethodFunc?[argTypes[1].toWireType(destructors,this)]:[];
for(var i=2;i<argTypes.length;++i)wired.push(argTypes[i].toWireType(destructors,given[i-2]));
var rv=cppInvokerFunc(cppTargetFunc,...wired);
if(needsDestructorStack){runDestructors(destructors)}
else{var first=isClassMethodFunc?1:2;for(var i=first;i<argTypes.length;++i){if(argTypes[i].destructorFunction!==null)argTypes[i].destructorFunction(wired[i-first])}}
if(returns)return argTypes[0].fromWireType(rv)};`,
  ],
  [
    'var invokerFunction=new Function(...params,functionBody)(...args);',
    `var invokerFunction=function(obj,func,destructorsRef,args){
var at=args;
var values=types.map(type=>{var value=type.readValueFromPointer(at);at+=type.argPackAdvance;return value});
var rv=kind===1?new func(...values):func.call(...(kind===0?[obj]:[]),...values);
if(!retType.isVoid)return emval_returnValue(retType,destructorsRef,rv)};`,
  ],
];

/** @throws Error where the code is not that of the version these places were found in */
export function withoutMadeFunctions(code: string): string {
  let changed = code;
  for (const [made, closure] of REPLACED) {
    if (changed.split(made).length !== 2)
      throw new Error('watlas is another version: scripts/vite-watlas.ts fits it no more');
    changed = changed.replace(made, () => closure);
  }
  if (/new Function\b/.test(changed))
    throw new Error('watlas makes functions of text that scripts/vite-watlas.ts misses');
  return changed;
}

export function watlas(): Plugin {
  return {
    name: 'watlas',
    enforce: 'pre',
    transform: {
      filter: { id: /\/watlas\/dist\/watlas\.js(?:\?|$)/ },
      handler: (code) => ({ code: withoutMadeFunctions(code), map: null }),
    },
  };
}
