import { build, transform } from "esbuild";
import { brotliCompressSync as br, constants as c } from "node:zlib";
import { minify } from "terser";
const target = ["es2022", "safari16.4"];
const styles = { name:"styles", setup({onLoad}){ onLoad({filter:/\.css$/}, async({path})=>{ const {outputFiles}=await build({entryPoints:[path],bundle:true,minify:true,target,write:false}); return {contents:outputFiles[0].text.trim(),loader:"text"}})}};
const B=(s)=>br(s,{params:{[c.BROTLI_PARAM_QUALITY]:11}}).length;
const src={};
for (const [n,o] of Object.entries({full:{minify:true},syn:{minifySyntax:true},raw:{},id:{minifySyntax:true,minifyIdentifiers:true}})) src[n]=(await build({entryPoints:["/work/main/frontend/widget/src/main.ts"],bundle:true,format:"iife",charset:"utf8",target,plugins:[styles],write:false,...o})).outputFiles[0].text;
const base={toplevel:true,ecma:2022};
const res=[];
for(const s of ["full","syn","raw","id"]) for (const passes of [2,4]) for (const inline of [1,2,3]) for (const extra of [{},{sequences:false},{conditionals:false},{reduce_funcs:false},{collapse_vars:false},{hoist_props:false},{booleans:false},{if_return:false},{unsafe_arrows:true},{comparisons:false},{evaluate:false},{hoist_props:false,conditionals:false}]) {
 const {code}=await minify(src[s],{...base,compress:{ecma:2022,keep_fargs:false,passes,inline,...extra}}); res.push([B(code),s,passes,inline,JSON.stringify(extra)]);
}
for(const s of ["full","syn","raw","id"]) { const {code}=await minify(src[s],{...base,mangle:false,compress:{ecma:2022,keep_fargs:false,passes:3}}); const r=await transform(code,{minify:true,target,charset:"utf8"}); res.push([B(r.code),s,"esbuild after"]);}
res.sort((a,b)=>a[0]-b[0]);console.log(res.slice(0,14).map(x=>x.join(" ")).join("\n")); console.log(res.filter(x=>x[2]=="esbuild after").join("\n"));
