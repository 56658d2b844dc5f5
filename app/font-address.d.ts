/** A font's own address, by the rule for it in next.config.js. */
declare module '*.woff2?url' {
  const address: string
  export default address
}
