/** Pages are bundled as text: esbuild and vitest are told to in their configurations. */
declare module '*.md' {
  const text: string;
  export default text;
}
