/** Made by build/library-notices.mjs when the window is bundled. */
declare module 'virtual:library-notices' {
  export const notices: {
    readonly libraries: readonly {
      readonly name: string
      readonly version: string
      readonly licence: string
      /** Index of `texts`; -1 where the package brings no text. */
      readonly text: number
    }[]
    readonly texts: readonly string[]
  }
}
